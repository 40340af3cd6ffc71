"""The text of a PDF as Typst writes it, page by page: enough to read back what was printed."""

import re
import zlib

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.S)
_SHOWN = re.compile(
    rb"/ActualText<FEFF(?P<said>[0-9A-F]*)>|/(?P<font>f\d+) [\d.]+ Tf"
    rb"|(?P<text>\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\))|(?P<end>EMC)|(?P<moved>\bcm\b)",
    re.S,
)
_MARGIN = 16 / 25.4 * 72
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(pdf: bytes) -> list[str]:
    """What stands on each page, a space between pieces that were set apart."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(pdf)}
    root = next(x for x in objects.values() if x.startswith(b"<</Type/Pages"))
    kids = re.findall(rb"(\d+) 0 R", re.search(rb"/Kids\[(.*?)\]", root)[1])
    return [_page(objects, objects[int(kid)]) for kid in kids]


def lowest_of(pdf: bytes) -> float:
    """How far above the foot of the only page its last line stands, in points, its footer aside."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(pdf)}
    (page,) = (x for x in objects.values() if b"/Contents" in x)
    stream = _stream(objects[_named(page, b"Contents")])
    heights = sorted(float(x) for x in re.findall(rb"1 0 0 -1 [\d.]+ ([\d.]+) cm", stream))
    return next(x for x in heights if x > _MARGIN)


def _page(objects, page):
    resources = objects[_named(page, b"Resources")]
    fonts = re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    letters = {name: _letters(objects, int(number)) for name, number in fonts}
    said, font, told = [], None, False
    for part in _SHOWN.finditer(_stream(objects[_named(page, b"Contents")])):
        if part["moved"]:
            said.append(" ")
        elif part["said"] is not None:  # what the next pieces say together
            said.append(bytes.fromhex(part["said"].decode()).decode("utf-16-be"))
            told = True
        elif part["end"]:
            told = False
        elif part["font"]:
            font = part["font"]
        elif not told:
            codes = _unescaped(part["text"][1:-1])
            pairs = zip(codes[::2], codes[1::2], strict=True)
            said += [letters[font].get(256 * high + low, "") for high, low in pairs]
    return re.sub(r"\s+", " ", "".join(said).replace("\u200b", "")).strip()


def _letters(objects, font):
    """code -> what it says."""
    table = _stream(objects[_named(objects[font], b"ToUnicode")])
    found = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
    return {int(x, 16): bytes.fromhex(y.decode()).decode("utf-16-be") for x, y in found}


def _named(of, name):
    return int(re.search(rb"/" + name + rb" (\d+) 0 R", of)[1])


def _stream(of):
    content = re.search(rb"stream\r?\n(.*)\r?\nendstream", of, re.S)[1]
    return zlib.decompress(content) if b"/FlateDecode" in of.split(b"stream")[0] else content


def _unescaped(text):
    def letter(found):
        code = found[1]
        return bytes([int(code, 8)]) if code[:1].isdigit() else _ESCAPED.get(code, code)

    return re.sub(rb"\\([0-7]{1,3}|.)", letter, text, flags=re.S)
