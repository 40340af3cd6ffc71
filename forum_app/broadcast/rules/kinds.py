"""What a line is for, how it travels, and who may use it. Pure."""

from enum import StrEnum, auto

from ...i18n import N_


class Purpose(StrEnum):
    MEET = auto()
    CONTRIBUTE = auto()
    RETURN = auto()
    WATCH = auto()
    PHONE = auto()
    INTERPRETATION = auto()
    BACKUP = auto()
    GREEN_ROOM = auto()
    RECORDING = auto()


class Transport(StrEnum):
    WEB = auto()  # a web meeting
    SIP = auto()
    H323 = auto()
    PSTN = auto()
    SRT = auto()
    RTMP = auto()
    HLS = auto()
    WEBRTC = auto()


class Audience(StrEnum):
    CREW = auto()  # technicians, coordinators and organisers: never at the gate
    SPEAKERS = auto()  # whoever appears in the session from afar
    POINT = auto()  # whoever has a place at the point, or at any point
    DELEGATES = auto()  # whoever has a place online; of a recording, whoever has a place


class Direction(StrEnum):
    IN = auto()  # they dial us
    OUT = auto()  # we dial them


PURPOSES = {
    Purpose.MEET: N_("Meeting room"),
    Purpose.WATCH: N_("Watching"),
    Purpose.CONTRIBUTE: N_("Picture of a point to the hall"),
    Purpose.RETURN: N_("Picture of the hall back to a point"),
    Purpose.PHONE: N_("Telephone"),
    Purpose.BACKUP: N_("Backup"),
    Purpose.GREEN_ROOM: N_("Green room of speakers"),
    Purpose.INTERPRETATION: N_("Interpretation"),
    Purpose.RECORDING: N_("Recording"),
}
TRANSPORTS = {
    Transport.WEB: N_("Web meeting"),
    Transport.SIP: "SIP",
    Transport.H323: "H.323",
    Transport.PSTN: N_("Telephone network"),
    Transport.SRT: "SRT",
    Transport.RTMP: "RTMP",
    Transport.HLS: "HLS",
    Transport.WEBRTC: "WebRTC",
}
AUDIENCES = {
    Audience.DELEGATES: N_("Delegates online"),
    Audience.POINT: N_("Delegates at points"),
    Audience.SPEAKERS: N_("Remote speakers"),
    Audience.CREW: N_("The crew only"),
}
