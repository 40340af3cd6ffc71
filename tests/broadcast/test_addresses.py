"""What may be an address, and the secret that is taken out of it."""

import pytest

from forum_app.broadcast.rules import addresses
from forum_app.broadcast.rules.addresses import address_in, is_insecure, with_secret
from forum_app.broadcast.rules.kinds import Transport

TAKEN_APART = [  # typed, what is kept, the secret, the part that carried it, the meeting
    ("https://zoom.us/j/8123456789?pwd=aBc1", "https://zoom.us/j/8123456789", "aBc1", "pwd", None),
    ("HTTPS://Meet.Example.org/a?x=1&PIN=9", "https://meet.example.org/a?x=1", "9", "PIN", None),
    ("https://example.org/a?p%77d=9", "https://example.org/a", "9", "pwd", None),
    ("https://example.org/a?pwd=", "https://example.org/a?pwd=", None, None, None),
    ("https://teams.live.com/meet/12?p=q", "https://teams.live.com/meet/12", "q", "p", None),
    ("https://example.org/a?p=q", "https://example.org/a?p=q", None, None, None),
    ("https://hội-nghị.vn/a", "https://hội-nghị.vn/a", None, None, None),
    ("srt://1.2.3.4:9?m=a&passphrase=b", "srt://1.2.3.4:9?m=a", "b", "passphrase", None),
    ("sip:8123456789.42@zoomcrc.com", "sip:8123456789@zoomcrc.com", "42", None, "8123456789"),
    ("sips:room@video.example.org;pin=77", "sips:room@video.example.org", "77", None, None),
    ("tel:+84 24 4458 1234", "tel:+842444581234", None, None, None),
    ("tel:+842444581234,,8123456789#,,,,*4242#", "tel:+842444581234", "4242", None, "8123456789"),
    ("tel:+842444581234;4242", "tel:+842444581234", "4242", None, None),
    ("rtmps://live.example.org/app", "rtmps://live.example.org/app", None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "kept", "secret", "name", "room"), TAKEN_APART)
def test_a_secret_is_taken_out_of_the_address(typed, kept, secret, name, room):
    read = address_in(typed)

    assert (read.address, read.secret, read.secret_name, read.room) == (kept, secret, name, room)


REFUSED = [
    ("javascript:alert(1)", addresses.AddressUnknown),
    ("http://example.org/", addresses.AddressUnknown),
    ("data:text/html,x", addresses.AddressUnknown),
    ("file:///etc/passwd", addresses.AddressUnknown),
    ("zoom.us/j/1", addresses.AddressUnknown),
    ("", addresses.AddressUnreadable),
    ("https://", addresses.AddressUnreadable),
    ("https:///a", addresses.AddressUnreadable),
    ("https://example.org:70000/", addresses.AddressUnreadable),
    ("https://example.org\\@evil.example/", addresses.AddressUnreadable),
    ("java\nscript:alert(1)", addresses.AddressUnreadable),
    ("https://a" + "a" * 1000, addresses.AddressUnreadable),
    ("https://zoom.us@evil.example/j/1", addresses.NamesUser),
    ("https://user:word@example.org/", addresses.NamesUser),
    ("sip:user:word@example.org", addresses.NamesUser),
    ("https://zооm.us/j/1", addresses.LookAlike),  # two Cyrillic letters
    ("https://xn--zm-fmcb.us/j/1", addresses.LookAlike),  # the same, written out
    ("https://хх.us/j/1", addresses.LookAlike),  # Cyrillic alone, each like a plain letter
    ("https://zoọm.us/j/1", addresses.LookAlike),  # a mark below
    ("https://z00m.us/j/1", addresses.LookAlike),
    ("https://zoorn.us/j/1", addresses.LookAlike),
    ("https://ｚoom.us/j/1", addresses.LookAlike),  # a full-width letter
    ("sip:1@zооmcrc.com", addresses.LookAlike),
    ("https://zoom.us/j/1?pwd=a&passcode=b", addresses.TwoSecrets),
    ("https://example.org/#pwd=a", addresses.SecretBehindHash),
]


@pytest.mark.parametrize(
    ("typed", "why"), REFUSED, ids=[f"{n} {why.__name__}" for n, (_, why) in enumerate(REFUSED)]
)
def test_an_address_that_hides_where_it_leads_is_refused(typed, why):
    with pytest.raises(why):
        address_in(typed)


def test_an_address_is_of_the_transport_that_was_chosen():
    with pytest.raises(addresses.NotOfTransport):
        address_in("https://example.org/", Transport.SIP)

    assert address_in("https://example.org/", Transport.HLS).address == "https://example.org/"


@pytest.mark.parametrize(
    ("address", "has_secret", "insecure"),
    [
        ("https://example.org/", False, False),
        ("sips:a@example.org", False, False),
        ("sip:a@example.org", True, True),
        ("h323:10.0.0.1", True, True),
        ("rtmp://example.org/a", True, True),
        ("rtmps://example.org/a", False, False),
        ("srt://example.org:9000", True, False),
        ("srt://example.org:9000", False, True),
        ("tel:+8424", False, False),
    ],
)
def test_where_others_on_the_way_can_listen_is_marked(address, has_secret, insecure):
    assert is_insecure(address, has_secret=has_secret) is insecure


@pytest.mark.parametrize(
    ("address", "name", "whole"),
    [
        ("https://example.org/a", "pwd", "https://example.org/a?pwd=a%26b"),
        ("https://example.org/a?x=1", "pwd", "https://example.org/a?x=1&pwd=a%26b"),
        ("https://example.org/a#top", "pwd", "https://example.org/a?pwd=a%26b#top"),
        ("https://example.org/a", None, "https://example.org/a"),
    ],
)
def test_the_secret_goes_back_to_where_it_stood(address, name, whole):
    assert with_secret(address, "a&b", name) == whole
