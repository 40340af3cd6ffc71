"""What a line is for, how it travels, and who may use it. Pure."""

from enum import StrEnum, auto


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
