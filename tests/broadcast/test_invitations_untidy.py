"""Invitations as they come: quoted, wrapped, half of them, or leading elsewhere.

The samples were written for these tests; no number, name or passcode in them is anybody's.
"""

import pytest

from forum_app.broadcast.rules.addresses import LookAlike, NamesUser
from forum_app.broadcast.rules.invitations import (
    CutOff,
    NoneOfThese,
    NotEncrypted,
    invitation_in,
)

QUOTED = """
> Join Zoom Meeting
> https://us02web.zoom.us/j/
> 81234567890
> Meeting ID:
> 812 3456 7890
>> Passcode:
>> 4Xy9Zq
"""


@pytest.mark.parametrize("text", [QUOTED, QUOTED.replace("\n", "\r\n")])
def test_what_a_mail_quoted_and_wrapped_is_read_as_it_was_written(text):
    read = invitation_in(text)

    assert (read.address.address, read.room) == (
        "https://us02web.zoom.us/j/81234567890",
        "81234567890",
    )
    assert read.address.secret == "4Xy9Zq"


def test_a_name_without_anything_below_it_takes_nothing_of_the_next_sentence():
    read = invitation_in("https://zoom.us/j/81234567890\nPasscode:\nJoin by SIP, please")

    assert read.passcode is None


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Zoom: us02web.zoom.us/j/81234567890 nhé", "https://us02web.zoom.us/j/81234567890"),
        ("meet.google.com/abc-defg-hij", "https://meet.google.com"),
        ("(meet.jit.si/DiemCau)", "https://meet.jit.si/DiemCau"),
    ],
    ids=["zoom", "meet", "jitsi"],
)
def test_an_address_is_read_without_what_stands_before_its_host(typed, address):
    assert invitation_in(typed).address.address == address


@pytest.mark.parametrize(
    "address",
    ["https://us02web.zoom.us/j/", "https://zoom.us/j?pwd=a", "https://meet.google.com/"],
    ids=["no number", "only a passcode", "no code"],
)
def test_an_address_that_was_cut_off_is_asked_for_whole(address):
    with pytest.raises(CutOff) as told:
        invitation_in(f"Join\n{address}\nMeeting ID: 812 3456 7890")

    assert address in str(told.value)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://zoom.us.evil.example/j/812", LookAlike),
        ("https://zооm.us/j/81234567890", LookAlike),
        ("https://zoom.us@evil.example/j/81234567890", NamesUser),
        ("https://meet.example.org/j/81234567890", NoneOfThese),
        ("http://zoom.us/j/81234567890", NotEncrypted),
    ],
    ids=["before another", "letters of two scripts", "before an at", "another house", "plain"],
)
def test_an_address_that_leads_elsewhere_is_named_with_the_reason(address, why):
    with pytest.raises(why):
        invitation_in(f"Join Zoom Meeting\n{address}\nPasscode: 1234")


def test_a_telephone_dials_its_own_number_and_not_that_of_video_systems():
    text = (
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_X%40thread.v2/0\n"
        "Video Conference ID: 129 876 543 1\n"
        "+84 24 4458 2222,,345678901# Vietnam, Hanoi\n"
        "Phone Conference ID: 345 678 901#\n"
    )

    assert invitation_in(text).phone_room == "345678901"


def test_a_room_of_jitsi_is_dialled_with_the_number_behind_the_telephone():
    text = "https://meet.jit.si/DiemCau\nTap this: +1.512.555.0100,,2983746512#"

    assert invitation_in(text).phone_pin == "2983746512"


def test_the_number_of_a_meeting_of_webex_is_read_under_either_word():
    text = "Số cuộc họp (mã truy nhập): 2554 123 4567\nhttps://x.webex.com/x/j.php?MTID=m1"

    assert invitation_in(text).room == "25541234567"
