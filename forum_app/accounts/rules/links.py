"""What a mailed link opens, and what is said when it does not. Pure."""

from datetime import datetime

from ...i18n import N_
from ...refusal import Refusal


class LinkRefused(Refusal):
    says = N_("This link opens nothing. Please use the newest letter, or ask for a new link.")
    status = 400


class LinkUsed(LinkRefused):
    says = N_("This link was used already: each opens once. Please ask for a new one.")


class LinkReplaced(LinkRefused):
    says = N_("A newer letter is on its way or has come: please use the link in that one.")


class LinkExpired(LinkRefused):
    says = N_("This link is too old to be used. Please ask for a new one.")


class LinkOutdated(LinkRefused):
    says = N_(
        "The password was changed, or everybody was signed out, after this link was mailed. "
        "Please ask for a new one."
    )


class LinkWithdrawn(LinkRefused):
    says = N_("This invitation was withdrawn. Please write to whoever invited you.")


class LinkOfAnother(LinkRefused):
    says = N_("This link is for another account. Please sign in with that one, then open it again.")
    status = 403


class InvitationClosed(Refusal):
    says = N_("This invitation was accepted or withdrawn already.")


class AddressTaken(LinkRefused):
    says = N_("This address belongs to another account by now.")


def check_link(
    *,
    used_at: datetime | None,
    withdrawn_at: datetime | None,
    ends_at: datetime,
    is_newest: bool,
    is_of_epoch: bool,
    now: datetime,
) -> None:
    """Raises the LinkRefused that says why it does not open."""
    if withdrawn_at:
        raise LinkWithdrawn if is_newest else LinkReplaced
    if used_at:
        raise LinkUsed
    if not is_newest:
        raise LinkReplaced
    if not is_of_epoch:
        raise LinkOutdated
    if now >= ends_at:
        raise LinkExpired
