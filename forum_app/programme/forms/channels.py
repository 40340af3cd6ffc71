"""What organisers are asked about a channel of interpretation."""

from collections.abc import Iterable
from typing import Any

from ...asks import Ask, Kind
from ...forms import Said
from ...forums.rules import HEARD
from ...i18n import N_, language_said
from ..models import ChannelKind, InterpretationChannel
from ..rules.channels import KINDS


def channel_asks(others: Iterable[InterpretationChannel], lang: str) -> tuple[Ask, ...]:
    """others: the channels of the session besides this one."""
    languages = sorted((language_said(code, lang), code) for code in HEARD)
    sources = [(x.channel.key, x.channel.said_in(lang)) for x in others]
    return (
        Ask(
            "language",
            N_("Language"),
            Kind.CHOICE,
            choices=tuple((code, name) for name, code in languages),
            help=N_("For a sign language, that of the country where it is used."),
        ),
        Ask(
            "kind",
            N_("How it is interpreted"),
            Kind.CHOICE,
            choices=tuple((kind.value, Said(words)) for kind, words in KINDS.items()),
        ),
        Ask(
            "relay_from",
            N_("Interpreted from"),
            Kind.CHOICE,
            choices=(("", Said(N_("The floor"))), *sources),
            help=N_("Another channel, if its interpreters do not know what is spoken."),
        ),
    )


def saved_in_channel(
    row: InterpretationChannel, others: Iterable[InterpretationChannel]
) -> dict[str, Any]:
    source = next((x.channel.key for x in others if x.id == row.relay_from_id), "")
    return {"language": row.language, "kind": row.kind.value, "relay_from": source}


def columns_of_channel(
    values: dict[str, Any], others: Iterable[InterpretationChannel]
) -> dict[str, Any]:
    source = next((x.id for x in others if x.channel.key == values["relay_from"]), None)
    named = {"language": values["language"], "kind": ChannelKind(values["kind"])}
    return named | {"relay_from_id": source}
