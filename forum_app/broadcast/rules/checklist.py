"""The check list that a forum begins with; its organisers write their own over it."""

from .readiness import About

# code, title, about, hours for which a result speaks
USUAL: tuple[tuple[str, dict[str, str], About, int], ...] = (
    (
        "picture",
        {"vi": "Hình hai chiều rõ, không giật", "en": "Picture both ways, clear and steady"},
        About.LINE,
        72,
    ),
    (
        "sound",
        {"vi": "Tiếng hai chiều rõ, không vọng", "en": "Sound both ways, clear, no echo"},
        About.LINE,
        72,
    ),
    (
        "delay",
        {"vi": "Độ trễ đủ thấp để đối thoại", "en": "Delay short enough to talk"},
        About.LINE,
        168,
    ),
    (
        "room",
        {
            "vi": "Phòng họp: ánh sáng, phông nền, biển tên, quốc kỳ",
            "en": "Room: light, background, name plates, flags",
        },
        About.POINT,
        336,
    ),
    (
        "power",
        {"vi": "Nguồn điện và mạng dự phòng", "en": "Spare power and network"},
        About.POINT,
        336,
    ),
    (
        "people",
        {
            "vi": "Cán bộ kỹ thuật trực tại điểm cầu, liên lạc được qua kênh thứ hai",
            "en": "A technician on site who answers on a second channel",
        },
        About.POINT,
        168,
    ),
)
