"""Lines that are only watched: from where a page plays them, and at a point's own desk."""

from datetime import UTC, datetime

import pytest
import time_machine

from forum_app.broadcast.models import Audience, Purpose, Transport
from forum_app.broadcast.rules.addresses import played_from
from forum_app.broadcast.services.keys import renew_key
from forum_app.broadcast.services.relays import Wanted, set_parts
from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.programme.services.releases import release_programme

from ..builders import NOW, a_forum, a_point, a_session, a_user
from .lines import a_line

STARTS = datetime(2030, 6, 1, 1, 30, tzinfo=UTC)  # of W1
PLACES = [
    ("https://cdn.example.org/live.m3u8?token=a", Transport.HLS, "https://cdn.example.org"),
    ("https://cdn.example.org:8443/live.m3u8", Transport.HLS, "https://cdn.example.org:8443"),
    ("https://CDN.example.org/", Transport.HLS, "https://cdn.example.org"),
    ("https://hội-nghị.vn/a.m3u8", Transport.HLS, "https://xn--hi-ngh-gl8b5d.vn"),
    ("https://cdn.example.org/live.m3u8", Transport.WEB, None),
    ("rtmps://cdn.example.org/live", Transport.HLS, None),
    ("https://*.example.org/a.m3u8", Transport.HLS, None),
    ("https://a.example;script-src/a.m3u8", Transport.HLS, None),
    ("https://[2001:db8::1]/a.m3u8", Transport.HLS, None),
    ("https://cdn.example.org:x/a.m3u8", Transport.HLS, None),
    (f"https://{'a' * 64}.example.org/a.m3u8", Transport.HLS, None),
]


@pytest.mark.parametrize(("address", "transport", "place"), PLACES, ids=range(len(PLACES)))
def test_a_page_is_allowed_one_plain_place_to_play_from(address, transport, place):
    assert played_from(address, transport) == place


def test_a_point_watches_on_its_own_desk(app, browser):
    with app.app_context():
        forum = a_forum(slug="here")
        sin, w1 = a_point(forum, code="SIN"), a_session(forum, code="W1")
        by, watch = a_user(forum=forum, role=Role.ORGANISER).id, {"purpose": Purpose.WATCH}
        set_parts(forum, [Wanted(w1, sin, 0, {"role": "listen"})], by=by, now=NOW)
        release_programme(forum, note=None, by=None, now=NOW)
        watch |= {"transport": Transport.HLS, "audience": Audience.POINT}
        address = "https://cdn.example.org/live.m3u8"
        line = a_line(forum, session=w1, secret="w4tch", address=address, **watch).id
        there = f"/en/here/at-point/{renew_key(sin, by=None, actor='tests', now=NOW)}/lines"
        db.session.commit()

    with time_machine.travel(STARTS, tick=False):
        played = browser().post(f"{there}/{line}", {})

    assert f'<source src="{address}?pwd=w4tch"' in played.text
    assert "media-src blob: https://cdn.example.org;" in played.headers["Content-Security-Policy"]
    assert played.headers["Cache-Control"] == "no-store"
