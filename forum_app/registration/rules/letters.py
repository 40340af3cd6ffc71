"""The letters of a forum: what they are called, and what their opening may name."""

from dataclasses import dataclass

from ...i18n import N_

OWN = ("name", "reference", "forum")


@dataclass(frozen=True)
class Kind:
    title: str  # msgid
    placeholders: tuple[str, ...] = OWN


KINDS = {  # template -> what it is
    "registration.received": Kind(N_("Registration received")),
    "registration.known": Kind(N_("Registered already")),
    "registration.link": Kind(N_("The link again")),
    "registration.changed": Kind(N_("Registration changed")),
    "registration.promoted": Kind(N_("A seat came free"), (*OWN, "session")),
    "registration.decided": Kind(N_("Decision")),
    "registration.moved": Kind(N_("The programme changed"), ("name", "forum")),
    "registration.relocated": Kind(N_("A point takes part no more")),
    "registration.point_changed": Kind(N_("A point changed")),
    "programme.speaker_invitation": Kind(N_("Invitation of a speaker"), ("name", "forum")),
    "registration.receipt": Kind(N_("Receipt for a registration"), ("name", "forum")),
}
