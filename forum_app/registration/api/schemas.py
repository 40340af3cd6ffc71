"""What machines send to register somebody, and what they are told of a registration."""

from typing import Any

import marshmallow as ma

from ...i18n import LANGUAGES, N_
from ...problems import FieldError, InvalidFields, sentence
from ...programme.models import Way
from ...refusal import Refusal
from ...schemas import CODE, Code, Country, Email, Inside, Line, Many, OneOf, Schema, refuse
from .. import rules
from ..models import DelegateState
from ..services.persons import Contact
from ..services.registrations import Application

SESSIONS, CONSENTS = 50, 20  # at most, in one registration
NAME, ORGANISATION = 120, 200  # characters

Asked = dict[str, Any]


class ChoiceSchema(Schema):
    code = Code(required=True)
    way = OneOf(Way, required=True)
    point = Code(load_default=None, allow_none=True)


_CODE = {"type": "string", "minLength": 1, "maxLength": CODE}
_CHOICE = {
    "type": "object",
    "properties": {
        "code": _CODE,
        "way": {"type": "string", "enum": [way.value for way in Way]},
        "point": {"type": ["string", "null"], "minLength": 1, "maxLength": CODE},
    },
    "required": ["code", "way"],
    "additionalProperties": False,
}


class Choice(ma.fields.Field):  # type: ignore[type-arg]
    """A session by its code alone, attended the `way` said beside it, or one with its own way."""

    def __init__(self) -> None:
        super().__init__(metadata={"oneOf": [_CODE, _CHOICE]})

    def _deserialize(self, value: object, *_: object, **__: object) -> Asked:
        if isinstance(value, str):
            return {"code": Code().deserialize(value), "way": None, "point": None}
        if not isinstance(value, dict):
            refuse(sentence(N_("Please send a code, or an object with “code” and “way”.")))
        return dict(ChoiceSchema().load(value))


class ContactSchema(Schema):
    name = Line(NAME, required=True)
    email = Email(required=True)


class RegistrationSchema(Schema):
    name = Line(NAME, required=True)
    email = Email(
        required=True,
        allow_none=True,
        metadata={
            "description": "Null only where `registered_by` is given, and never the same: all mail"
            " about a person without an address goes there."
        },
    )
    country = Country(required=True)
    organisation = Line(ORGANISATION, required=True)
    category = Code(load_default=None, allow_none=True)
    way = OneOf(
        Way,
        load_default=None,
        allow_none=True,
        metadata={"description": "Of each session that is sent by its code alone."},
    )
    point = Code(
        load_default=None,
        allow_none=True,
        metadata={"description": "Where the way is `point` and no other is said."},
    )
    sessions = Many(Choice(), 1, SESSIONS, required=True)
    consents = Many(Code(), 0, CONSENTS, required=True)
    lang = OneOf(LANGUAGES, required=True)
    registered_by = Inside(
        ContactSchema,
        load_default=None,
        allow_none=True,
        metadata={
            "description": "Who registers somebody else. Is sent a receipt where the person has an"
            " `email`, and all mail, the link and the ticket too, where not."
        },
    )

    @ma.validates_schema
    def check_together(self, asked: Asked, **_: object) -> None:
        if asked["email"] is None and asked["registered_by"] is None:
            why = N_("Please write an e-mail address: the ticket goes there.")
            raise ma.ValidationError({"email": [sentence(why)]})
        ways = [one["way"] or asked["way"] for one in asked["sessions"]]
        needless = N_("Only where the way is “point”.")
        if asked["point"] is not None and Way.POINT.value not in ways:
            raise ma.ValidationError({"point": [sentence(needless)]})
        for place, one in enumerate(asked["sessions"]):
            if one["point"] is not None and one["way"] != Way.POINT:
                raise ma.ValidationError({"sessions": {place: {"point": [sentence(needless)]}}})
        if asked["way"] is None and any(one["way"] is None for one in asked["sessions"]):
            why = N_("Please say the way for sessions that are sent by their code alone.")
            raise ma.ValidationError({"way": [sentence(why)]})


def application_of(asked: Asked) -> Application:
    """What `register` is asked for; a session that is full is waited for."""
    by = asked["registered_by"]
    return Application(
        name=asked["name"],
        email=asked["email"],
        country=asked["country"],
        organisation=asked["organisation"],
        category=asked["category"],
        choices=tuple(_choice(one, asked) for one in asked["sessions"]),
        consents=tuple(asked["consents"]),
        lang=asked["lang"],
        registered_by=Contact(**by) if by else None,
    )


def _choice(one: Asked, asked: Asked) -> rules.Choice:
    return rules.Choice(
        session=one["code"],
        way=Way(one["way"] or asked["way"]),
        point=one["point"] or asked["point"],
        wait=True,
    )


def at_its_field(refusal: Refusal, asked: Asked) -> Refusal:
    """`refusal`; where it is about something that was sent, naming the field."""
    field = _field_of(refusal, asked)
    return InvalidFields([FieldError(field, refusal)], refusal.reason) if field else refusal


def _field_of(refusal: Refusal, asked: Asked) -> str | None:
    match refusal:
        case rules.AddressTwice():
            return "email"
        case rules.UnknownCategory():
            return "category"
        case rules.ConsentNeeded():
            return "consents"
        case rules.UnknownConsent():
            return f"consents.{asked['consents'].index(refusal.facts['purpose'])}"
        case rules.NothingChosen():
            return "sessions"
        case rules.UnknownSession() | rules.ChosenTwice():
            return _session_field(refusal, asked, "code", "")
        case rules.NoSuchWay():
            return _session_field(refusal, asked, "way", "")
        case rules.PointMissing() | rules.UnknownPoint():
            return _session_field(refusal, asked, "point", "point")
    return None


def _session_field(refusal: Refusal, asked: Asked, own: str, shared: str) -> str:
    """The field `own` of the session that `refusal` names; where it was sent by its code alone,
    the field `shared` beside it, or the session itself where that is empty."""
    codes = [one["code"] for one in asked["sessions"]]
    place = len(codes) - 1 - codes[::-1].index(refusal.facts["code"])  # the second of two
    if asked["sessions"][place]["way"] is not None:
        return f"sessions.{place}.{own}"
    return shared or f"sessions.{place}"


class PlaceSchema(Schema):
    session = ma.fields.String(required=True, metadata={"description": "The code."})
    way = ma.fields.Enum(Way, by_value=True, required=True)
    state = ma.fields.String(
        required=True,
        metadata={"enum": ["confirmed", "waiting"], "description": "Waiting: in line."},
    )


class RegisteredSchema(Schema):
    reference = ma.fields.String(required=True)
    manage_url = ma.fields.Url(
        required=True,
        metadata={"description": "The person's own page. Whoever has it can change all: a secret."},
    )
    state = ma.fields.Enum(
        DelegateState,
        by_value=True,
        required=True,
        metadata={"description": "Pending: organisers decide, and the places are held meanwhile."},
    )
    places = ma.fields.List(ma.fields.Nested(PlaceSchema), required=True)


class HeldPlaceSchema(PlaceSchema):
    point = ma.fields.String(metadata={"description": "Where the way is `point`."})
    position = ma.fields.Integer(metadata={"description": "In line, from 1; where waiting."})


class DelegateSchema(Schema):
    reference = ma.fields.String(required=True)
    state = ma.fields.Enum(DelegateState, by_value=True, required=True)
    name = ma.fields.String(required=True, attribute="person.name")
    email = ma.fields.String(required=True, allow_none=True, attribute="person.email")
    country = ma.fields.String(required=True, allow_none=True, attribute="person.country")
    organisation = ma.fields.String(required=True, allow_none=True, attribute="person.organisation")
    category = ma.fields.String(required=True, attribute="category.code")
    lang = ma.fields.String(required=True)


class DelegateWithPlacesSchema(DelegateSchema):
    places = ma.fields.List(ma.fields.Nested(HeldPlaceSchema), required=True)
