"""What strangers send: a registration, a wish for one's link. Nothing tells whom we know."""

from datetime import datetime

from ...forums.models import Forum
from ...keys import services as keys
from .. import queries
from ..models import Delegate
from . import letters, persons
from .letters import Posting
from .registrations import Application, register

SENT = keys.Answer(status=303, body="")


def submit(forum: Forum, application: Application, posting: Posting, *, now: datetime) -> None:
    """Register what a page sent, once per press of its button, however often it is sent.

    A key used for something else, as after "back" and a correction, is a new try.
    Raises what `register` raises, and KeyInUse while the same press is being worked on.
    """
    scope, body, key = f"web {forum.id}", repr(application), posting.press
    claimed = None
    try:
        if key and keys.answer_to(scope, key, body, now=now):
            return
        claimed = keys.claim(scope, key, body, now=now) if key else None
    except keys.KeyOfAnotherRequest:
        pass
    register(forum, application, actor="stranger", confirmed=False, posting=posting, now=now)
    if claimed is not None:
        keys.keep(claimed, SENT)


def tell_known(
    forum: Forum, application: Application, posting: Posting, *, linked: bool, now: datetime
) -> None:
    """Write what is written of a registration where there is one already.

    linked: whether the mailbox that opens it may have another letter with the link.
    """
    delegate = _registered_as(forum, application)
    if linked and delegate is not None:
        letters.lay_known(delegate, now=now)
    letters.lay_receipt(forum, application, posting, now=now)


def _registered_as(forum: Forum, application: Application) -> Delegate | None:
    """The live registration that is in the way of this one."""
    by = application.registered_by
    if application.email is not None:
        person = persons.with_address(forum, application.email)
        return queries.live_delegate_of(person.id) if person else None
    contact = persons.with_address(forum, by.email) if by else None
    return persons.double_of(contact, application.particulars) if contact else None


def send_links(forum: Forum, address: str, lang: str, *, now: datetime) -> None:
    """Write all links that `address` may open, in one letter, in the language of the page.

    Known or not, the same is done here, in the same time: whether there is anything to write is
    found out when the letter leaves.
    """
    letters.lay_links(forum, address, lang, now=now)
