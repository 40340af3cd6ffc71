"""The check list that a forum begins with; its organisers write their own over it."""

from dataclasses import dataclass

from .carrying import Carries
from .readiness import About


@dataclass(frozen=True)
class Usual:
    """hours: for which a result speaks. applies_to: what a line must carry; empty: anything."""

    code: str
    title: dict[str, str]
    about: About
    hours: int
    of_people: bool = False
    is_needed: bool = True
    is_self_test: bool = False
    applies_to: tuple[Carries, ...] = ()


USUAL = (
    Usual(
        "picture",
        {"vi": "Hình hai chiều rõ, không giật", "en": "Picture both ways, clear and steady"},
        About.LINE,
        72,
        applies_to=(Carries.BOTH_WAYS,),
    ),
    Usual(
        "one-way",
        {
            "vi": "Hình và tiếng một chiều đến rõ, không giật",
            "en": "Picture and sound arrive, one way, clear and steady",
        },
        About.LINE,
        72,
        applies_to=(Carries.TO_HALL, Carries.FROM_HALL),
    ),
    Usual(
        "sound",
        {"vi": "Tiếng hai chiều rõ, không vọng", "en": "Sound both ways, clear, no echo"},
        About.LINE,
        72,
        applies_to=(Carries.BOTH_WAYS, Carries.SOUND),
    ),
    Usual(
        "delay",
        {"vi": "Độ trễ đủ thấp để đối thoại", "en": "Delay short enough to talk"},
        About.LINE,
        168,
        applies_to=(Carries.BOTH_WAYS, Carries.TO_HALL),
    ),
    Usual(
        "room",
        {
            "vi": "Phòng họp: ánh sáng, phông nền, biển tên, quốc kỳ",
            "en": "Room: light, background, name plates, flags",
        },
        About.POINT,
        336,
    ),
    Usual(
        "power",
        {"vi": "Nguồn điện và mạng dự phòng", "en": "Spare power and network"},
        About.POINT,
        336,
    ),
    Usual(
        "people",
        {
            "vi": "Cán bộ kỹ thuật trực tại điểm cầu, liên lạc được qua kênh thứ hai",
            "en": "A technician on site who answers on a second channel",
        },
        About.POINT,
        168,
        of_people=True,
    ),
    # Not needed by itself: a room with a meeting system of its own has no camera in a browser.
    Usual(
        "devices",
        {"vi": "Camera, micrô và loa của điểm cầu", "en": "Camera, microphone and loudspeaker"},
        About.POINT,
        168,
        is_needed=False,
        is_self_test=True,
    ),
)
