"""Tables of points and contacts as they come in: which columns, and what a row means. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...forums.rules import check_code
from ...i18n import N_, Sayable, Words
from ...refusal import Refusal
from ...text import address, cleaned
from .contacts import Part, hours_in

POINT_COLUMNS = (
    *("code", "kind", "type", "name_vi", "name_en", "city_vi", "city_en", "country", "zone"),
    *("latitude", "longitude", "seats", "seating", "address_vi", "address_en"),
    *("host_institution_vi", "host_institution_en", "screen_label", "languages", "min_viable"),
)
CONTACT_COLUMNS = (
    *("point", "name", "part", "phone", "second_channel", "email"),
    *("languages", "hours", "on_site"),
)
MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 2_000, 100, 300
ROW = " row"  # whose number it is in the file, kept beside its cells: no column begins with a space
ERRORS = {"#div/0!", "#n/a", "#name?", "#null!", "#num!", "#ref!", "#value!"}  # of spreadsheets
YES, NO = ("yes", "1", "có", "co", "x", "true"), ("no", "0", "không", "khong", "", "false")


class TableUnreadable(Refusal):
    says = N_("This file could not be read. Please save it as CSV (UTF-8) or XLSX and try again.")
    status = 422


class ColumnsMissing(Refusal):
    says = N_("The first row must name the columns. These are missing: %(columns)s.")
    status = 422


class TooManyRows(Refusal):
    says = N_("Please send at most %(most)s rows at once.")
    status = 422


class TooManyColumns(Refusal):
    says = N_("This file has more than %(most)s columns. Please leave out those without a use.")
    status = 422


class ZeroByte(Refusal):
    says = N_(
        "This file holds a character that no text has (a zero byte). Please save it as CSV (UTF-8) "
        "or XLSX and try again."
    )
    status = 422


class NoRows(Refusal):
    says = N_("This file holds nothing below the names of its columns.")
    status = 422


class FormulaUnread(Refusal):
    says = N_(
        "Row %(row)s, %(column)s: this formula holds no value yet. Please open the file in a "
        "spreadsheet, save it there and send it again."
    )
    status = 422


class Expired(Refusal):
    says = N_("The page was open for too long, so nothing was taken. Please send the file again.")
    status = 400


class RowsUnreadable(Refusal):
    says = N_("The rows of the trial could not be read any more. Please send the file again.")
    status = 422


class CellWrong(Refusal):
    says = N_("%(column)s: “%(value)s” cannot be taken.")
    status = 422


class CellUnlike(Refusal):
    says = N_("%(column)s: “%(value)s” cannot be taken. It can be: %(like)s.")
    status = 422


class CellEmpty(Refusal):
    says = N_("%(column)s: this must not be empty.")
    status = 422


class CellTooLong(Refusal):
    says = N_("%(column)s: this has more than %(most)s characters.")
    status = 422


class RowTwice(Refusal):
    says = N_("This stands in row %(number)s already. Please keep one of the two.")
    status = 422


class NoSuchPoint(Refusal):
    says = N_("There is no point “%(code)s”. Points come first.")
    status = 422


@dataclass(frozen=True)
class OneOf:
    """The values that a column knows."""

    values: tuple[str, ...]

    def said_in(self, lang: str) -> str:
        return ", ".join(self.values)


def check_columns(found: list[str], wanted: tuple[str, ...]) -> None:
    """Raises ColumnsMissing; more columns than these are left alone."""
    missing = [name for name in wanted if name not in found]
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))


def check_size(rows: Sequence[Mapping[str, str]]) -> None:
    """Raises TooManyRows, TooManyColumns, ZeroByte."""
    if len(rows) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    if any(len(row.keys() - {ROW}) > MOST_COLUMNS for row in rows):
        raise TooManyColumns(most=MOST_COLUMNS)
    if any("\x00" in text for row in rows for one in row.items() for text in one):
        raise ZeroByte


def rows_kept(kept: object) -> list[dict[str, str]]:
    """The rows of a trial as its page sent them back, read as JSON. Raises RowsUnreadable."""
    if not isinstance(kept, list):
        raise RowsUnreadable
    for row in kept:
        if not isinstance(row, dict) or not all(isinstance(x, str) for x in row.values()):
            raise RowsUnreadable
    return kept


def row_number(row: Mapping[str, str], usual: int) -> int:
    """That of the row in its file; `usual` where none is kept."""
    kept = row.get(ROW, "")
    return int(kept) if kept.isascii() and kept.isdigit() and len(kept) < 9 else usual


def point_in(
    row: Mapping[str, str],
    *,
    kinds: tuple[str, ...],
    types: tuple[str, ...],
    seatings: tuple[str, ...],
    countries: frozenset[str],
) -> dict[str, Any]:
    """The columns of a point that a row means. Raises BadCode and those named Cell…"""
    check_code(_text(row, "code", needed=True) or "")
    country = (_text(row, "country", needed=True) or "").upper()
    if country not in countries:
        raise _wrong("country", country, OneOf(("VN", "SG", "TH", "…")))
    return {
        "code": _text(row, "code"),
        "kind": _one_of(row, "kind", kinds),
        "type": _one_of(row, "type", types),
        "name": _words(row, "name", needed=True),
        "city": _words(row, "city", needed=True),
        "country": country,
        "zone": _text(row, "zone", needed=True),
        "latitude": _decimal(row, "latitude", 90),
        "longitude": _decimal(row, "longitude", 180),
        "seats": _number(row, "seats"),
        "seating": _one_of(row, "seating", seatings),
        "address": _words(row, "address"),
        "host_institution": _words(row, "host_institution"),
        "screen_label": _text(row, "screen_label"),
        "languages": _codes(row),
        "min_viable": _number(row, "min_viable"),
    }


def contact_in(row: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a contact that a row means. Raises HoursUnreadable and those named Cell…"""
    first, last = hours_in(row.get("hours"))
    mail = _text(row, "email")
    try:
        mail = address(mail) if mail else None
    except ValueError:
        raise _wrong("email", mail or "", OneOf(("name@example.org", "…"))) from None
    on_site = (_text(row, "on_site") or "").casefold()
    if on_site not in (*YES, *NO):
        raise _wrong("on_site", on_site, OneOf(("yes", "no")))
    return {
        "part": Part(_one_of(row, "part", tuple(Part))),
        "name": _text(row, "name", needed=True),
        "email": mail,
        "phone": _text(row, "phone"),
        "second_channel": _text(row, "second_channel"),
        "languages": _codes(row),
        "on_site": on_site in YES,
        "reachable_from": first,
        "reachable_until": last,
    }


def _text(row: Mapping[str, str], column: str, *, needed: bool = False) -> str | None:
    """Without the apostrophe that our own CSV puts before what looks like a formula."""
    typed = row.get(column, "")
    try:
        text = cleaned(typed[1:] if typed[:1] == "'" else typed)
    except ValueError:
        raise CellWrong(column=column, value=typed[:60]) from None
    if text.casefold() in ERRORS:
        raise CellWrong(column=column, value=text)
    if len(text) > MOST_TEXT:
        raise CellTooLong(column=column, most=MOST_TEXT)
    if needed and not text:
        raise CellEmpty(column=column)
    return text or None


def _words(row: Mapping[str, str], column: str, *, needed: bool = False) -> Words | None:
    found = {lang: _text(row, f"{column}_{lang}") for lang in ("vi", "en")}
    said = {lang: text for lang, text in found.items() if text}
    if needed and not said:
        raise CellEmpty(column=f"{column}_vi, {column}_en")
    return Words(said) if said else None


def _one_of(row: Mapping[str, str], column: str, known: tuple[str, ...]) -> str:
    text = (_text(row, column) or "").casefold()
    if text not in known:
        raise _wrong(column, text, OneOf(tuple(map(str, known))))
    return text


def _number(row: Mapping[str, str], column: str) -> int:
    text = _text(row, column) or "0"
    if not (text.isascii() and text.isdigit() and int(text) <= 100_000):
        raise _wrong(column, text, OneOf(("0–100000",)))
    return int(text)


def _decimal(row: Mapping[str, str], column: str, most: int) -> float:
    text = (_text(row, column) or "").replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not -most <= number <= most:
        raise _wrong(column, text, OneOf((f"-{most}…{most}",)))
    return number


def _codes(row: Mapping[str, str]) -> list[str]:
    codes = (_text(row, "languages") or "").lower().replace(",", " ").replace(";", " ").split()
    return list(dict.fromkeys(codes))


def _wrong(column: str, value: str, like: Sayable) -> CellUnlike:
    return CellUnlike(column=column, value=value[:60], like=like)
