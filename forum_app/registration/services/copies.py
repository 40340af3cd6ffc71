"""The copy of how people register: terms moved by whole days, and nobody registered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ...clock import Day, city_of, instant_of
from ...db import db
from ...forums.models import Forum
from ...forums.rules import EndsTooEarly, wall_moved
from ...forums.services.copies import copy_of
from ...i18n import N_, say
from ..models import Category, ConsentWording, Terms


@dataclass(frozen=True)
class _Moment:
    msgid: str

    def said_in(self, lang: str) -> str:
        return say(lang, self.msgid)


OPENING = _Moment(N_("The opening of registration"))
CLOSING = _Moment(N_("The closing of registration"))


def copy_registration(source: Forum, target: Forum, *, now: datetime) -> None:
    """Give `target` the terms, categories and live consent wordings of `source`.

    Opening and closing move by as many days as the forum; wordings hold since `now`.
    Raises ClocksSkip or EndsTooEarly, which name what of the two it is.
    """
    terms = db.session.get(Terms, source.id)
    if terms is not None:
        db.session.add(_moved(terms, target, (target.first_day - source.first_day).days))
    categories = select(Category).where(Category.forum_id == source.id)
    for category in db.session.scalars(categories.order_by(Category.id)):
        db.session.add(copy_of(category, forum_id=target.id, taken=0, over=0))
    wordings = select(ConsentWording).where(
        ConsentWording.forum_id == source.id, ConsentWording.retired_at.is_(None)
    )
    for wording in db.session.scalars(wordings.order_by(ConsentWording.id)):
        db.session.add(copy_of(wording, forum_id=target.id, since=now))
    db.session.flush()


def _moved(terms: Terms, target: Forum, days: int) -> Terms:
    opens, opens_fold = _wall_moved(OPENING, terms.opens_wall, terms.opens_fold, terms.zone, days)
    closes, closes_fold = _wall_moved(
        CLOSING, terms.closes_wall, terms.closes_fold, terms.zone, days
    )
    if (
        opens
        and closes
        and not (
            instant_of(opens, terms.zone, opens_fold) < instant_of(closes, terms.zone, closes_fold)
        )
    ):
        raise EndsTooEarly(what=CLOSING, day=Day(closes.date()), zone=city_of(terms.zone))
    return copy_of(
        terms,
        forum_id=target.id,
        opens_wall=opens,
        opens_fold=opens_fold,
        closes_wall=closes,
        closes_fold=closes_fold,
        version=1,
    )


def _wall_moved(
    what: _Moment, wall: datetime | None, fold: int, zone: str, days: int
) -> tuple[datetime | None, int]:
    return wall_moved(what, wall, fold, zone, days) if wall else (None, 0)
