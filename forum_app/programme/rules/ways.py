"""What a session is, how a person attends one, and as what somebody appears in it."""

from enum import StrEnum, auto


class Way(StrEnum):
    """How a person attends a session."""

    HALL = auto()
    POINT = auto()
    ONLINE = auto()


class SessionKind(StrEnum):
    PLENARY = auto()
    WORKSHOP = auto()
    CEREMONY = auto()
    BREAK = auto()
    VISIT = auto()


class AppearanceRole(StrEnum):
    """As what somebody appears in a session; in several roles by several appearances."""

    CHAIR = auto()
    MODERATOR = auto()
    OPENING = auto()
    KEYNOTE = auto()
    SPEAKER = auto()
    REPORT = auto()
    PANELLIST = auto()
    CLOSING = auto()
    REPORT_AND_CLOSING = "report and closing"  # one item of a documented programme
    INTERPRETER = auto()  # in one channel of the session; never among its speakers


class ChannelKind(StrEnum):
    """How an interpretation reaches people."""

    AUDIO = auto()
    VIDEO = auto()  # voice and picture
    SIGN = auto()


LEADS = (AppearanceRole.CHAIR, AppearanceRole.MODERATOR)  # whoever runs the session
