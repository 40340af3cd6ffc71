"""In which languages a session can be followed, and how: spoken, interpreted, signed. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...forums.rules import HEARD
from ...i18n import N_, language_said, say
from ...refusal import Refusal
from .ways import AppearanceRole, ChannelKind

KINDS = {
    ChannelKind.AUDIO: N_("Audio"),
    ChannelKind.VIDEO: N_("Audio and video"),
    ChannelKind.SIGN: N_("Sign language"),
}
_NAMES = {
    ChannelKind.AUDIO: N_("%(language)s interpretation (audio)"),
    ChannelKind.VIDEO: N_("%(language)s interpretation (audio and video)"),
    ChannelKind.SIGN: N_("Sign language (%(language)s)"),
}


@dataclass(frozen=True, order=True)
class Channel:
    """One language in one kind, whichever session has it. language: ISO 639-1."""

    language: str
    kind: str  # a ChannelKind

    @property
    def key(self) -> str:
        """As addresses and forms hold it: "en.audio"."""
        return f"{self.language}.{self.kind}"

    def said_in(self, lang: str) -> str:
        language = language_said(self.language, lang)
        return say(lang, _NAMES[ChannelKind(self.kind)], language=language)


class ChannelTwice(Refusal):
    says = N_("%(channel)s is there already. Please change that channel, or choose another.")


class RelayCircle(Refusal):
    says = N_(
        "The channels would be interpreted from each other in a circle, so nobody would hear the "
        "floor. Please choose another channel, or the floor."
    )
    status = 422


class ChannelGone(Refusal):
    says = N_("This channel is not in the session any more. Please look again.")


class ChannelNeeded(Refusal):
    says = N_("An interpreter works in a channel: please choose which, or another role.")
    status = 422


class NotAnInterpreter(Refusal):
    says = N_("Only interpreters are in a channel. Please choose no channel, or this role.")
    status = 422


class NoTalkOfInterpreters(Refusal):
    says = N_("Interpreters are there for the whole session: please choose no talk for them.")
    status = 422


def channel_named(key: str) -> Channel | None:
    """The channel that anybody typed; None where none can be meant."""
    language, _, kind = key.partition(".")
    known = language in HEARD and kind in list(ChannelKind)
    return Channel(language, ChannelKind(kind)) if known else None


def check_channel(role: object, channel_id: int | None, talk_id: int | None) -> None:
    """That who interprets, and nobody else, is in a channel, and there for the whole session.

    Raises ChannelNeeded, NotAnInterpreter, NoTalkOfInterpreters.
    """
    interprets = role == AppearanceRole.INTERPRETER
    if interprets and channel_id is None:
        raise ChannelNeeded
    if not interprets and channel_id is not None:
        raise NotAnInterpreter
    if interprets and talk_id is not None:
        raise NoTalkOfInterpreters


def check_relay(of: int, source: int | None, relays: Mapping[int, int | None]) -> None:
    """Whether `of` may be interpreted from `source`. relays: channel -> where it is from, by ids.

    Raises RelayCircle.
    """
    at, seen = source, {of}
    while at is not None:
        if at in seen:
            raise RelayCircle
        seen.add(at)
        at = relays.get(at)


@dataclass(frozen=True)
class Followed:
    """One language of a session. is_spoken: on its floor; kinds: of its channels.

    Where it is neither spoken nor has a channel, it is only said that it can be followed.
    """

    language: str
    is_spoken: bool
    kinds: tuple[str, ...] = ()


def followed_in(
    languages: Sequence[str], spoken: Sequence[str], channels: Iterable[Channel]
) -> list[Followed]:
    """Each language in which one can follow: what is spoken first, then what is interpreted."""
    there = sorted(channels)
    of_channels = [x.language for x in there]
    return [
        Followed(code, code in spoken, tuple(x.kind for x in there if x.language == code))
        for code in dict.fromkeys([*spoken, *of_channels, *languages])
    ]


def heard_in(followed: Iterable[Followed]) -> set[str]:
    """The languages of `followed` that one hears: not those that are only signed."""
    return {x.language for x in followed if x.is_spoken or set(x.kinds) != {ChannelKind.SIGN}}


def channels_of(session: Mapping[str, Any]) -> list[Channel]:
    """Those of a session as a release froze it; none in what was released before there were any."""
    return sorted(Channel(x["language"], x["kind"]) for x in session.get("channels", ()))
