"""What strangers send: a registration, a wish for one's link. Nothing tells whom we know."""

from datetime import datetime

from ...forums.models import Forum
from ...keys import services as keys
from . import letters
from .registrations import Application, live_of_address, register

SENT = keys.Answer(status=303, body="")


def submit(forum: Forum, application: Application, key: str, *, now: datetime) -> None:
    """Register what a page sent, once per `key` of the page, however often it is sent.

    A key used for something else, as after "back" and a correction, is a new try.
    Raises what `register` raises, and KeyInUse while the same press is being worked on.
    """
    scope, body = f"web {forum.id}", repr(application)
    claimed = None
    try:
        if key and keys.answer_to(scope, key, body, now=now):
            return
        claimed = keys.claim(scope, key, body, now=now) if key else None
    except keys.KeyOfAnotherRequest:
        pass
    register(forum, application, actor="stranger", confirmed=False, now=now)
    if claimed is not None:
        keys.keep(claimed, SENT)


def tell_known(forum: Forum, application: Application, *, now: datetime) -> None:
    """Write to an address that is registered already; to each of its own registrations."""
    by = application.registered_by
    address = application.email or (by.email if by else "")
    for delegate in live_of_address(forum, address):
        letters.lay_known(delegate, address, now=now)


def send_links(forum: Forum, address: str, *, now: datetime) -> None:
    """Write the links of all live registrations that `address` may hear of, if there are any."""
    for delegate in live_of_address(forum, address):
        letters.lay_links(delegate, address, now=now)
