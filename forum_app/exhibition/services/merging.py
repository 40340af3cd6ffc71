"""What happens in the exhibition when two persons are found to be one."""

from sqlalchemy import select, update

from ...announce import PersonsMerged
from ...db import db
from ..models import Exhibitor
from ..rules.exhibitors import ContactOfTwo


def on_persons_merged(said: PersonsMerged) -> None:
    """The exhibitor of either has the one as its contact. Raises ContactOfTwo where each has one"""
    both = Exhibitor.contact_id.in_([said.kept_id, said.gone_id])
    names = db.session.scalars(select(Exhibitor.name).where(both).order_by(Exhibitor.id)).all()
    if len(names) > 1:
        raise ContactOfTwo(one=names[0], other=names[1])
    moved = update(Exhibitor).where(Exhibitor.contact_id == said.gone_id)
    moved = moved.values(contact_id=said.kept_id)
    db.session.execute(moved.execution_options(synchronize_session=False))
