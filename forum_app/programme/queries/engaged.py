"""Where the releases have somebody, and what they declined since: what their calendars say."""

from ...forums.models import Forum, Person
from ...forums.queries import points_of
from ..rules.engaged import Engaged
from .released import two_latest
from .speakers import page_of_person, spoken_by


def engaged_of(forum: Forum, person: Person) -> Engaged | None:
    """None of who appears nowhere and has no page as a speaker: two queries, four of others."""
    spoken, page = spoken_by(person), page_of_person(person)
    if page is None and not spoken:
        return None
    return Engaged(
        uuid=person.uuid,
        name=person.name,
        changes=page.changes if page else 0,
        releases={release.number: release.frozen for release in two_latest(forum)},
        declined={one.session.code for one in spoken if one.appearance.declined_at},
        points={point.code: point.name for point in points_of(forum)},
        venue=forum.venue,
    )
