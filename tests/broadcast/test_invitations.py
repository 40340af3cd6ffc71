"""Pasted invitations read into fields.

The samples were written for these tests in the wording of the five services; no number, name or
passcode in them is anybody's.
"""

import pytest

from forum_app.broadcast.rules.invitations import (
    NoInvitation,
    OtherMeetings,
    TooLong,
    TwoMeetings,
    TwoPasscodes,
    invitation_in,
)
from forum_app.broadcast.rules.wrapped import AddressInside

ZOOM_EN = """
Ban to chuc is inviting you to a scheduled Zoom meeting.

Topic: Workshop 1
Time: Oct 22, 2020 08:30 AM Bangkok, Hanoi, Jakarta

Join Zoom Meeting
https://zoom.us/j/81234567890?pwd=Q0hVbkV4YW1wbGU

Meeting ID: 812 3456 7890
Passcode: 246810

One tap mobile
+842444581234,,81234567890#,,,,*246810# Vietnam

Dial by your location
        +84 24 4458 1234 Vietnam
        +65 3165 1065 Singapore
Meeting ID: 812 3456 7890
Passcode: 246810
Find your local number: https://zoom.us/u/abcExample

Join by SIP
81234567890@zoomcrc.com
"""
ZOOM_VI = """
Ban tổ chức mời bạn tham gia cuộc họp Zoom đã lên lịch.

Chủ đề: Phiên toàn thể
Tham gia Cuộc họp Zoom
https://us02web.zoom.us/j/81234567890

ID cuộc họp: 812 3456 7890
Mật mã: Hop@2020

Quay số theo vị trí của bạn
        +84 24 4458 1234 Việt Nam
"""
TEAMS_EN = """
Microsoft Teams Need help?<https://aka.ms/JoinTeamsMeeting?omkt=en-US>
Join the meeting now<https://teams.microsoft.com/l/meetup-join/19%3ameeting_Example%40thread.v2/0?context=%7b%7d>
Meeting ID: 412 345 678 901
Passcode: aB3dE5
________________________________
Dial in by phone
+84 24 4458 5678,,123456789#<tel:+842444585678,,123456789#> Vietnam, Hanoi
Find a local number<https://dialin.teams.microsoft.com/example>
Phone conference ID: 123 456 789#
Join on a video conferencing device
Tenant key: example@m.webex.com
Video ID: 118 000 000 0
"""
TEAMS_VI = """
Cuộc họp Microsoft Teams
Tham gia cuộc họp ngay<https://teams.microsoft.com/meet/41234567890123?p=KhoaViDu>
ID cuộc họp: 412 345 678 901 23
Mật khẩu: aB3dE5
Gọi bằng điện thoại
+84 24 4458 5678,,123456789# Việt Nam
ID hội nghị qua điện thoại: 123 456 789#
"""
WEBEX_EN = """
Join from the meeting link
https://example.webex.com/example/j.php?MTID=m0123456789abcdef
Join by meeting number
Meeting number (access code): 2555 123 4567
Meeting password: pJ8mExample
Join by phone
+65-6703-6949 Singapore Toll
Join from a video system or application
Dial 25551234567@example.webex.com
"""
WEBEX_VI = """
Tham gia từ liên kết cuộc họp
https://example.webex.com/example/j.php?MTID=m0123456789abcdef
Số cuộc họp (mã truy cập): 2555 123 4567
Mật khẩu cuộc họp: pJ8mExample (75863975 khi gọi bằng điện thoại)
Tham gia bằng điện thoại
+65-6703-6949 Singapore
"""
MEET_EN = """
Video call link: https://meet.google.com/abc-defg-hij
Or dial: \u202a(VN) +84 24 4458 9999\u202c PIN: 123 456 789#
More phone numbers: https://tel.meet/abc-defg-hij?pin=123456789
"""
MEET_VI = """
Đường liên kết đến cuộc gọi video: https://meet.google.com/abc-defg-hij
Hoặc gọi số: (VN) +84 24 4458 9999 Mã PIN: 123 456 789#
"""
JITSI_EN = """
You are invited to a meeting.
Join the meeting: https://meet.jit.si/DienDanViDu
Just want to dial in? +1.512.555.0123 PIN: 4242424242#
"""
JITSI_VI = """
Bạn được mời dự một cuộc họp.
Tham gia cuộc họp: https://8x8.vc/example/DienDanViDu
Gọi điện: +84 24 4458 0000 Mã PIN: 4242424242#
"""
READ = {  # sample -> service, meeting number, secret of the address, its part, phone, PIN, SIP
    "ZOOM_EN": (
        *("Zoom", "81234567890", "Q0hVbkV4YW1wbGU", "pwd"),
        *("tel:+842444581234", "246810", "sip:81234567890@zoomcrc.com"),
    ),
    "ZOOM_VI": ("Zoom", "81234567890", "Hop@2020", None, "tel:+842444581234", None, None),
    "TEAMS_EN": (
        *("Teams", "412345678901", "19%3ameeting_Example%40thread.v2/0?context=%7b%7d", "/"),
        *("tel:+842444585678", None, "sip:example@m.webex.com"),
    ),
    "TEAMS_VI": ("Teams", "41234567890123", "KhoaViDu", "p", "tel:+842444585678", None, None),
    "WEBEX_EN": (
        *("Webex", "25551234567", "m0123456789abcdef\npJ8mExample", "MTID"),
        *("tel:+6567036949", None, "sip:25551234567@example.webex.com"),
    ),
    "WEBEX_VI": (
        *("Webex", "25551234567", "m0123456789abcdef\npJ8mExample", "MTID"),
        *("tel:+6567036949", "75863975", None),
    ),
    "MEET_EN": ("Google Meet", None, "abc-defg-hij", "/", "tel:+842444589999", "123456789", None),
    "MEET_VI": ("Google Meet", None, "abc-defg-hij", "/", "tel:+842444589999", "123456789", None),
    "JITSI_EN": ("Jitsi", None, None, None, "tel:+15125550123", "4242424242", None),
    "JITSI_VI": ("Jitsi", None, None, None, "tel:+842444580000", "4242424242", None),
}


@pytest.mark.parametrize("sample", READ)
def test_an_invitation_is_read_into_fields(sample):
    found = invitation_in(globals()[sample])

    read = (found.service, found.room, found.address.secret, found.address.name)
    around = (found.dial_in[0], found.phone_pin, found.sip and found.sip.address)
    assert (*read, *around) == READ[sample]


def test_all_numbers_are_read_and_each_once():
    assert invitation_in(ZOOM_EN).dial_in == ("tel:+842444581234", "tel:+6531651065")
    assert invitation_in(TEAMS_EN).phone_room == "123456789"


OTHERS = {
    "the passcode stands below another number": ZOOM_VI.replace("812 3456 7890", "899 9999 0000"),
    "two numbers, the passcode with the second": WEBEX_EN.replace(
        "Meeting password", "Meeting number: 2666 123 4567\nMeeting password"
    ),
}


@pytest.mark.parametrize("what", OTHERS)
def test_the_passcode_of_another_meeting_is_refused_and_both_are_named(what):
    with pytest.raises(OtherMeetings) as refused:
        invitation_in(OTHERS[what])

    assert len(set(refused.value.facts.values())) == 2


MEETINGS = {
    "two rooms of Zoom": ZOOM_EN + ZOOM_EN.replace("81234567890", "89999990000"),
    "two codes of Meet": MEET_VI + MEET_VI.replace("abc-defg-hij", "xyz-defg-hij"),
    "two of Webex": WEBEX_EN + WEBEX_EN.replace("m0123456789abcdef", "m9"),
    "two rooms of Jitsi": JITSI_EN + JITSI_EN.replace("ViDu", "Khac"),
    "two services": MEET_EN + ZOOM_EN,
    "another number before its passcode": "ID cuộc họp: 899 9999 0000\n" + ZOOM_VI,
    "another number after all": ZOOM_VI + "\nMeeting ID: 899 9999 0000",
}


@pytest.mark.parametrize("what", MEETINGS)
def test_a_text_that_leads_to_two_meetings_is_refused_and_both_are_named(what):
    with pytest.raises(TwoMeetings) as refused:
        invitation_in(MEETINGS[what])

    assert len(set(refused.value.facts.values())) == 2


def test_an_invitation_that_came_through_a_mail_filter_is_read():
    filtered = "https://eur01.safelinks.protection.outlook.com/?url="
    filtered += "https%3A%2F%2Fus02web.zoom.us%2Fj%2F81234567890&data=05%7C02"

    read = invitation_in(ZOOM_VI.replace("https://us02web.zoom.us/j/81234567890", filtered))

    assert (read.address.address, read.room) == ("https://us02web.zoom.us/j/81234567890", read.room)
    assert read.address.secret == "Hop@2020"


def test_what_a_filter_made_unreadable_is_asked_for():
    with pytest.raises(AddressInside):
        invitation_in("Tham gia: https://protect-eu.mimecast.com/s/AbC1CdEfG2?domain=zoom.us")


@pytest.mark.parametrize("host", ["[zoom.us", "teams.microsoft.com\u2100x", "[::zoom.us"])
def test_an_address_that_is_none_leads_into_no_meeting(host):
    with pytest.raises(NoInvitation):
        invitation_in(f"Join: https://{host}/j/8123456789?pwd=a")


def test_a_text_without_a_meeting_is_no_invitation():
    for text in ("", "Hẹn gặp lúc 8:30.", "evilzoom.us/j/81234567890", "https://zoom.us/u/abc"):
        with pytest.raises(NoInvitation):
            invitation_in(text)
    with pytest.raises(TooLong):
        invitation_in("a" * 20001)


def test_a_telephone_has_the_passcode_of_digits_beside_that_of_letters():
    meeting, phone = ZOOM_EN.split("One tap mobile")
    read = invitation_in(f"{meeting.replace('246810', 'aB3dE9')}One tap mobile{phone}")

    assert (read.passcode, read.phone_pin) == ("aB3dE9", "246810")


@pytest.mark.parametrize("stranger", ["Passcode: 998877", "Mật mã: 998877"])
def test_a_passcode_of_another_meeting_is_not_taken_for_this_one(stranger):
    for text in (f"{stranger}\n{ZOOM_EN}", f"{ZOOM_EN}\n{stranger}"):
        with pytest.raises(TwoPasscodes):
            invitation_in(text)
