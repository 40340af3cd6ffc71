"""What exhibitors and organisers fill in about booths."""

from typing import Any

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from ..asks import Ask, Kind
from ..clock import wall_of
from ..forms import Address, AtMost, Form, Needed, OneLineForm, countries, line, said
from ..i18n import LANGUAGES, N_, language_said, say
from ..text import cleaned
from .models import Exhibitor, ExhibitorKind, Zone, ZoneMode

NAME, PROFILE, WEBSITE, REASON, ADDRESS = 120, 600, 200, 300, 254  # characters
KINDS = {
    ExhibitorKind.LOCALITY: N_("Locality"),
    ExhibitorKind.ENTERPRISE: N_("Enterprise"),
    ExhibitorKind.MINISTRY: N_("Ministry or agency"),
    ExhibitorKind.PARTNER: N_("Partner"),
}

MODES = {
    ZoneMode.FIRST_COME: N_("first come, first served"),
    ZoneMode.APPLY: N_("by application"),
    ZoneMode.INVITED: N_("by invitation"),
}
LONGEST = 60 * 24 * 60  # minutes: sixty days


def zone_asks(lang: str) -> tuple[Ask, ...]:
    """What an organiser is asked about a zone; its price is not."""
    modes = [(mode.value, say(lang, word)) for mode, word in MODES.items()]
    minutes: dict[str, Any] = {"kind": Kind.NUMBER, "needed": True, "most": LONGEST}
    by_walls = N_("By the clocks at the venue. Empty: it is open already.")
    most = N_("Booths that one exhibitor may have")
    return (
        Ask("name", N_("Name"), Kind.WORDS, needed=True, most=80),
        Ask("mode", N_("How booths are allocated"), Kind.CHOICE, choices=modes),
        Ask("opens", N_("Booking opens"), Kind.WALL, help=by_walls),
        Ask("closes", N_("Booking closes"), Kind.WALL, help=N_("Empty: it stays open.")),
        Ask("hold_minutes", N_("Minutes that an unconfirmed hold lasts"), **minutes),
        Ask("offer_minutes", N_("Minutes that an offer to the waiting list lasts"), **minutes),
        Ask("most_booths", most, Kind.NUMBER, most=1000, help=N_("Empty: no limit.")),
    )


def zone_saved(zone: Zone, walls: str) -> dict[str, Any]:
    """What `zone` has for each ask, its times on the walls of the IANA zone `walls`."""
    names = ("name", "hold_minutes", "offer_minutes", "most_booths")
    saved: dict[str, Any] = {name: getattr(zone, name) for name in names}
    times = {"opens": zone.opens_at, "closes": zone.closes_at}
    saved |= {name: at and wall_of(at, walls)[0] for name, at in times.items()}
    return saved | {"mode": zone.mode.value}


def _lines(typed: str | None) -> str | None:
    if typed is None:
        return None
    try:
        return cleaned(typed, lines=True) or None
    except ValueError:
        sentence = N_("This holds characters that cannot be shown. Please type it by hand.")
        raise ValueError(said(sentence)) from None


def _text(label: str, lang: str) -> TextAreaField:
    return TextAreaField(
        said(label),
        validators=[AtMost(PROFILE)],
        filters=[_lines],
        render_kw={"rows": 5, "maxlength": PROFILE, "lang": lang},
    )


class ProfileForm(Form):
    name = line(
        N_("Name, as visitors read it"),
        Needed(N_("Please write the name of your organisation.")),
        most=NAME,
    )
    kind = SelectField(said(N_("Kind of exhibitor")))
    country = SelectField(said(N_("Country")))
    website = line(N_("Website"), most=WEBSITE)
    profile_vi = _text(N_("In Vietnamese: what you show"), "vi")
    profile_en = _text(N_("In English: what you show"), "en")
    lang = SelectField(said(N_("Language of our mails")))
    version = HiddenField()

    def __init__(self, lang: str, exhibitor: Exhibitor | None = None) -> None:
        super().__init__(data=_known(exhibitor, lang))
        self.kind.choices = [(kind.value, say(lang, KINDS[kind])) for kind in ExhibitorKind]
        self.country.choices = [("", "–"), *((c.value, c.label) for c in countries(lang))]
        self.lang.choices = [(code, language_said(code, lang)) for code in LANGUAGES]

    def version_seen(self) -> int:
        return version_of(self.version.data)


def _known(exhibitor: Exhibitor | None, lang: str) -> dict[str, Any]:
    if exhibitor is None:
        return {"kind": ExhibitorKind.ENTERPRISE.value, "country": "VN", "lang": lang}
    texts = exhibitor.profile.by_lang if exhibitor.profile else {}
    return {
        "name": exhibitor.name,
        "kind": exhibitor.kind.value,
        "country": exhibitor.country or "",
        "website": exhibitor.website,
        "profile_vi": texts.get("vi"),
        "profile_en": texts.get("en"),
        "lang": exhibitor.lang,
        "version": str(exhibitor.version),
    }


class ReasonForm(OneLineForm):
    reason = line(
        N_("Reason"), Needed(N_("Please give a reason: the exhibitor is told.")), most=REASON
    )


class BlockForm(OneLineForm):
    reason = line(N_("Reason"), Needed(N_("Please say why: the desk sees it.")), most=REASON)
    version = HiddenField()

    def validate_version(self, field: HiddenField) -> None:
        if not version_of(field.data):
            raise ValidationError(said(N_("Please reload the page and try again.")))


def version_of(typed: str | None) -> int:
    """The version that a page showed; 0, which nothing has, for anything else."""
    text = typed or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class InviteForm(OneLineForm):
    name = line(
        N_("Name of the exhibitor"),
        Needed(N_("Please write the name of the exhibitor.")),
        most=NAME,
    )
    email = line(
        N_("E-mail address"),
        Needed(N_("Please write the exhibitor’s e-mail address.")),
        Address(),
        most=ADDRESS,
    )
