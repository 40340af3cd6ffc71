"""One invitation pasted again adds what is new of it, and nothing twice."""

import pytest

from forum_app.broadcast.models import Audience
from forum_app.broadcast.queries.links import links_of
from forum_app.broadcast.rules.links import LineThereAlready, Owner
from forum_app.broadcast.services.links import revoke_link
from forum_app.broadcast.services.pasting import lay

from ..builders import a_forum, a_point
from .conftest import BY
from .test_invitations import ZOOM_EN

OTHER = ZOOM_EN.replace("Q0hVbkV4YW1wbGU", "b3RoZXItb25l")


def owner_of(point):
    return Owner(session_id=None, point_id=point.id, audience=Audience.POINT)


@pytest.fixture
def paste(room):
    """paste(text, point) -> the purposes of the lines that it adds."""
    forum = a_forum()
    points = {code: a_point(forum, code=code) for code in ("SIN", "HAN")}

    def added(text, point="SIN"):
        before = {line.id for line in links_of(forum)}
        lay(forum, text, owner_of(points[point]), **BY)
        return [line.purpose.value for line in links_of(forum) if line.id not in before]

    added.forum = forum
    return added


def test_what_is_there_stays_and_what_is_new_is_added(paste):
    whole = paste(ZOOM_EN)

    with pytest.raises(LineThereAlready):
        paste(ZOOM_EN)

    assert sorted(whole) == ["backup", "meet", "phone"]
    assert paste(OTHER) == ["meet"]
    assert len(links_of(paste.forum)) == 4


def test_another_point_has_lines_of_its_own_and_a_revoked_line_can_be_laid_again(paste):
    paste(ZOOM_EN)

    assert len(paste(ZOOM_EN, "HAN")) == 3
    for line in links_of(paste.forum):
        revoke_link(line, seen=line.version, **BY)
    assert len(paste(ZOOM_EN)) == 3
