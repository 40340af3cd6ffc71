"""What may be an address, and the secret that is taken out of it."""

from urllib.parse import quote

import pytest

from forum_app.broadcast.rules import addresses, secrets
from forum_app.broadcast.rules.addresses import address_in, holds_secret, is_insecure
from forum_app.broadcast.rules.kinds import Transport
from forum_app.broadcast.rules.wrapped import AddressInside

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

    assert (read.address, read.secret, read.name, read.room) == (kept, secret, name, room)


KEYS = [  # typed, what is shown, the part that is kept back
    ("https://zoom.us/w/81?tk=A.B&pwd=x", "https://zoom.us/w/81", "tk&pwd"),
    ("https://zoom.us/s/8123456789?zak=eyJ0", "https://zoom.us/s/8123456789", "zak"),
    ("https://example.org/room?jwt=eyJ0", "https://example.org/room", "jwt"),
    ("https://example.org/a?x=1&access_token=b", "https://example.org/a?x=1", "access_token"),
    ("https://example.org/a?next=%2Fj%3Fpwd%3Da", "https://example.org/a", "next"),
    ("https://example.org/a?Zk39dkQ93jdkA83jd", "https://example.org", "/"),
    ("https://example.org/a?u=Zk39dkQ93jdkA83jd", "https://example.org/a", "u"),
    ("https://cdn.example.org/a?hdnts=exp%3D1~hmac%3Dab", "https://cdn.example.org/a", "hdnts"),
    ("https://cdn.example.org/hdnts=exp=1~hmac=ab/a.m3u8", "https://cdn.example.org", "/"),
    ("https://cdn.example.org/a?sv=1&sig=b%3D", "https://cdn.example.org/a?sv=1", "sig"),
    ("https://example.org/a?sign=b&Key-Pair-Id=K", "https://example.org/a", "sign&Key-Pair-Id"),
    ("https://example.org/token/a/b", "https://example.org/token", "/"),
    ("https://example.org/v/Zk39dkQ93jdkA83jd/live.m3u8", "https://example.org/v", "/"),
    ("https://example.org/3f2b1c9a-1111-4222-8333-444455556666", "https://example.org", "/"),
    ("https://meet.google.com/abc-defg-hij", "https://meet.google.com", "/"),
    ("https://teams.live.com/l/meetup-join/19%3aa/0", "https://teams.live.com/l/meetup-join", "/"),
    ("https://a.webex.com/a/j.php?MTID=m01", "https://a.webex.com/a/j.php", "MTID"),
    ("rtmp://live.example.org/app/key", "rtmp://live.example.org/app", "/"),
    ("rtmps://live.example.org/app/stream?user=a&pass=b", "rtmps://live.example.org/app", "/"),
    ("srt://1.2.3.4:9?m=a&streamid=b&passphrase=c", "srt://1.2.3.4:9?m=a", "streamid&passphrase"),
    ("srt://1.2.3.4:9?streamid=%23%21%3A%3Ar%3Db", "srt://1.2.3.4:9", "streamid"),
    ("sip:Zk39dkQ93jdkA83jd@example.org", "sip:example.org", "@"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "shown", "name"), KEYS, ids=range(len(KEYS)))
def test_what_lets_people_in_is_kept_back_and_leads_there_again(typed, shown, name):
    read = address_in(typed)

    assert (read.address, read.name) == (shown, name)
    assert secrets.whole(read.address, read.secret, read.name) == typed
    assert (holds_secret(typed), holds_secret(read.address)) == (True, False)


def test_a_stream_that_begins_with_a_hash_is_read_as_encoders_write_it():
    assert address_in("srt://1.2.3.4:9?streamid=#!::r=b").secret == "#!::r=b"


@pytest.mark.parametrize(
    "typed",
    [
        "https://meet.example.org/hoi-thao-chuyen-de-1-do-thi-thong-minh",
        "https://meet.example.org/ThanhPhoThongMinh",
        "https://us02web.zoom.us/j/81234567890#success",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://watch.example.org/w1/live.m3u8",
        "srt://1.2.3.4:9000?mode=caller&latency=200",
        "sips:phong-hop-2@video.example.org",
    ],
)
def test_a_name_that_people_chose_is_shown(typed):
    assert address_in(typed) == secrets.Parted(address=typed)


MEANT = "https://zoom.us/j/81?pwd=a"
WRAPPED = {
    "https://nam02.safelinks.protection.outlook.com/?url={quoted}&data=05&reserved=0": "Outlook",
    "https://www.google.com/url?q={quoted}&sa=D": "Google",
    "https://urldefense.com/v3/__{plain}__;!!abc!def$": "Proofpoint 3",
    "https://urldefense.com/v3/__https:/*zoom.us/j/81?pwd=a__;Lw!!abc!def$": "a letter left out",
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_81-3Fpwd-3Da&d=x": "2",
    "https://secure-web.cisco.com/1abc/{quoted}": "Cisco",
    "https://l.facebook.com/l.php?u={quoted}&h=x": "Facebook",
    "https://slack-redir.net/link?url=https%3A%2F%2Fgoogle.com%2Furl%3Fq%3D{twice}": "twice",
}  # fmt: skip


@pytest.mark.parametrize("wrapped", WRAPPED, ids=WRAPPED.values())
def test_the_address_that_a_mail_filter_wrapped_is_read(wrapped):
    read = address_in(
        wrapped.replace("{plain}", MEANT)
        .replace("{quoted}", quote(MEANT, safe=""))
        .replace("{twice}", quote(quote(MEANT, safe=""), safe=""))
    )

    assert (read.address, read.secret) == ("https://zoom.us/j/81", "a")


def test_the_page_that_asks_for_a_program_leads_to_the_meeting_of_teams():
    typed = "https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fmeet%2F41%3Fp%3Da"

    read = address_in(typed)

    assert (read.address, read.secret) == ("https://teams.microsoft.com/meet/41", "a")


@pytest.mark.parametrize(
    "hides",
    [
        "https://protect-eu.mimecast.com/s/AbC1",
        "https://bit.ly/3xYz",
        "https://login.example.org/?next=https%3A%2F%2Fzoom.us%2Fj%2F1",
        "https://login.example.org/https%253A%252F%252Fzoom.us/j/1",
        "https://nam02.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)",
        "https://nam02.safelinks.protection.outlook.com/?url=http%3A%2F%2Fzoom.us%2Fj%2F1",
    ],
)
def test_another_address_inside_that_cannot_be_told_is_asked_for(hides):
    with pytest.raises(AddressInside):
        address_in(hides)


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
    ("https:\\\\zoom.us\\j\\1", addresses.AddressUnreadable),
    ("https:/zoom.us/j/1", addresses.AddressUnreadable),
    ("https://zoom.us/j/1\u00ad", addresses.AddressUnreadable),
    ("https://\u202ezoom.us/j/1", addresses.AddressUnreadable),
    ("https://zoom.us/\x85j/1", addresses.AddressUnreadable),
    ('https://zoom.us/j/1"onclick=', addresses.AddressUnreadable),
    ("https://zoom%2eus/j/1", addresses.AddressUnreadable),
    (
        "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%0d%0aX",
        addresses.AddressUnreadable,
    ),
    ("java\nscript:alert(1)", addresses.AddressUnreadable),
    ("https://a" + "a" * 1000, addresses.AddressUnreadable),
    ("https://zoom.us@evil.example/j/1", addresses.NamesUser),
    ("https://user:word@example.org/", addresses.NamesUser),
    ("sip:user:word@example.org", addresses.NamesUser),
    ("sip:user%3Aword@example.org", addresses.NamesUser),
    ("rtmp://user:word@example.org/app/key", addresses.NamesUser),
    ("srt://user:word@example.org:9", addresses.NamesUser),
    ("https://zооm.us/j/1", addresses.LookAlike),  # two Cyrillic letters
    ("https://xn--zm-fmcb.us/j/1", addresses.LookAlike),  # the same, written out
    ("https://хх.us/j/1", addresses.LookAlike),  # Cyrillic alone, each like a plain letter
    ("https://zoọm.us/j/1", addresses.LookAlike),  # a mark below
    ("https://z00m.us/j/1", addresses.LookAlike),
    ("https://zoorn.us/j/1", addresses.LookAlike),
    ("https://ｚoom.us/j/1", addresses.LookAlike),  # a full-width letter
    ("sip:1@zооmcrc.com", addresses.LookAlike),
    ("https://zoom.us.example.org/j/1", addresses.LookAlike),
    ("https://login-zoom-us.example.org/j/1", addresses.LookAlike),
    ("https://2130706433/", addresses.LookAlike),
    ("https://0x7f.0.0.1/", addresses.LookAlike),
    ("https://0177.0.0.1/", addresses.LookAlike),
    ("https://zoom.us/j/1?pwd=a&passcode=b", addresses.TwoSecrets),
    ("https://example.org/#pwd=a", addresses.SecretBehindHash),
    ("https://example.org/a#/room?token=b", addresses.SecretBehindHash),
    ("https://example.org/a#Zk39dkQ93jdkA83jd", addresses.SecretBehindHash),
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
    ("name", "insecure"), [("streamid", True), ("streamid&passphrase", False), (None, False)]
)
def test_only_a_passphrase_hides_what_goes_over_srt(name, insecure):
    assert is_insecure("srt://example.org:9000", has_secret=True, name=name) is insecure


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
    assert secrets.whole(address, "a&b", name) == whole


SAID = [  # secret, its part -> the address as people need it, and what they type
    ("https://example.org/a", "b", "pwd", "https://example.org/a?pwd=b", None),
    ("https://example.org/a", "b", None, "https://example.org/a", "b"),
    ("https://example.org", "b\nc", "/", "https://example.org/b", "c"),
    ("https://example.org/a", "b\nc", "MTID", "https://example.org/a?MTID=b", "c"),
    ("rtmps://example.org/a", "b", "/", "rtmps://example.org/a", "b"),
    ("srt://1.2.3.4:9", "b", "passphrase", "srt://1.2.3.4:9?passphrase=b", None),
    ("tel:+8424", "b", None, "tel:+8424", "b"),
    ("https://example.org/a", None, None, "https://example.org/a", None),
]


@pytest.mark.parametrize(("address", "secret", "name", "whole", "typed"), SAID, ids=range(8))
def test_people_are_given_what_leads_there_and_what_they_type(address, secret, name, whole, typed):
    assert secrets.as_given(address, secret, name) == (whole, typed)


RETYPED = [  # address, (secret, its part), whether it is another place -> secret, its part
    ("https://example.org/a", ("old", "pwd"), False, "new", "pwd"),
    ("https://example.org/a", ("old", "token"), False, "new", "token"),
    ("https://a.webex.com/j.php", ("key", "MTID"), False, "key\nnew", "MTID"),
    ("https://a.webex.com/j.php", ("key\nold", "MTID"), False, "key\nnew", "MTID"),
    ("https://meet.google.com", ("key", "/"), False, "key\nnew", "/"),
    ("rtmps://example.org/a", ("old", "/"), False, "new", "/"),
    ("srt://1.2.3.4:9", ("old", "passphrase"), False, "new", "passphrase"),
    ("https://meet.google.com", ("key", "/"), True, "new", None),
]


@pytest.mark.parametrize(("address", "kept", "moved", "secret", "name"), RETYPED, ids=range(8))
def test_a_secret_written_anew_goes_where_its_own_was(address, kept, moved, secret, name):
    after = secrets.retyped(kept, "new", address=address, moved=moved)

    assert (after.secret, after.name) == (secret, name)


def test_of_several_parts_none_is_written_alone():
    with pytest.raises(secrets.SeveralParts):
        secrets.retyped(("a=1&b=2", "a&b"), "new", address="https://example.org", moved=False)
