"""Builds the application. With models, web, operations, worker and commands it is the roof."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from . import access, announce, clock, commands, openapi, operations, pages, seal, web
from . import models as models  # loads every table
from .accounts import tasks as accounts_tasks
from .accounts import views as accounts
from .broadcast import tasks as broadcast_tasks
from .broadcast import views as broadcast
from .broadcast.services import coordinators
from .broadcast.services import releases as broadcast_releases
from .broadcast.services import telling as broadcast_telling
from .broadcast.tasks import rounds as broadcast_rounds
from .db import db
from .desk import views as desk
from .exhibition import api as exhibition_api
from .exhibition import views as exhibition
from .exhibition.services import halls as exhibition_halls
from .exhibition.services import merging as exhibition_merging
from .exhibition.tasks import letters as exhibition_letters
from .exhibition.tasks import rounds as exhibition_rounds
from .exhibition.views import slots as exhibition_slots
from .forums import api as forums_api
from .forums import tasks as forums_tasks
from .forums import views as forums
from .forums.services import claims
from .hosts import Hosts
from .jobs import tasks
from .live import views as live
from .post import feeds
from .post import views as post
from .programme import api as programme_api
from .programme import tasks as programme_tasks
from .programme import views as programme
from .programme.rules.changes import FOLLOW, RISE
from .programme.services import halls as programme_halls
from .programme.services import hosts
from .programme.services import merging as programme_merging
from .registration import api as registration_api
from .registration import views as registration
from .registration.services import lines, moved, points
from .registration.services import merging as registration_merging
from .registration.services.bulk import GO_ON
from .registration.tasks import bulk as bulk_tasks
from .registration.tasks import letters, rounds
from .registration.tasks import moving as moving_tasks
from .registration.tasks import points as point_tasks
from .registration.views import at_point as registration_at_point
from .registration.views import relocating
from .registration.views import slots as registration_slots
from .released import ReleasedPages

LISTENERS: announce.Listeners = (
    (announce.HallRemoved, programme_halls.on_hall_removed),
    (announce.HallRemoved, exhibition_halls.on_hall_removed),
    (announce.PersonsMerged, programme_merging.on_persons_merged),
    (announce.PersonsMerged, registration_merging.on_persons_merged),
    (announce.PersonsMerged, exhibition_merging.on_persons_merged),
    (announce.PointChanged, broadcast_telling.on_point_changed),
    (announce.PointChanged, points.on_point_changed),
    (announce.ProgrammeReleased, broadcast_releases.on_released),
    (announce.ProgrammeReleased, moved.on_released),
    (announce.ReleaseRestored, broadcast_releases.on_restored),
    (announce.SeatsRaised, lines.on_seats_raised),
    (announce.SignedIn, claims.on_signed_in),
    (announce.SignedIn, hosts.on_signed_in),
    (announce.SignedIn, coordinators.on_signed_in),
)  # in floor order; the page for readers is announce.py
SLOTS: list[tuple[str, pages.Filler]] = [
    ("frame.banner", forums.fill_banner),
    ("banner.lines", programme.show_changes),
    ("desk.navigation", desk.show_navigation),
    ("desk.setup", programme.show_setup),
    ("desk.setup", registration.show_setup),
    ("act.register", registration_slots.show_act),
    ("home.opening", registration_slots.show_opening),
    ("session.waiting", registration_slots.show_waiting),
    ("session.seats", registration_slots.show_way_to_gate),
    ("sign_in.before", registration_slots.show_gate_without_account),
    ("speaker.session", registration_slots.show_speakers_gate),
    ("account.desks", desk.show_desks),
    ("account.desks", forums.show_roles),
    ("account.desks", programme.show_hosted_sessions),
    ("account.desks", programme.show_led_sessions),
    ("account.desks", programme.show_spoken),
    ("account.landing", programme.hosted_path),
    ("account.desks", broadcast.show_coordinated),
    ("account.landing", broadcast.coordinated_path),
    ("point_desk.people", registration_at_point.show_sittings),
    ("desk.restoring", broadcast.slots.show_parts_restored),
    ("session.points", broadcast.slots.show_parts_in),
    ("schedule.points", broadcast.slots.show_line_of),
    ("point.part", broadcast.slots.show_part_at),
    ("points.parts", broadcast.slots.show_parts_at),
    ("desk.point", relocating.show_people_of_point),
    ("desk.points", relocating.show_people_left),
    ("desk.releases", registration.show_mailing),
    ("desk.session_moved", registration.show_seats_after),
    ("host.session", registration.show_hosted_delegates),
    ("account.registrations", registration_slots.show_registrations),
    ("password.words", forums.show_words),
    ("account.desks", exhibition_slots.show_exhibited),
    ("account.desks", registration_slots.show_kept_doors),
    ("double.facts", exhibition_slots.show_contact),
    ("overview.doors", registration_slots.show_insides),
]
BLUEPRINTS = (
    *(operations.bp, live.bp, post.bp, accounts.bp, forums.bp, programme.bp, broadcast.bp),
    *(registration.bp, exhibition.bp, desk.bp),
)
APIS = (forums_api.bp, programme_api.bp, registration_api.bp, exhibition_api.bp)
LETTERS: dict[str, feeds.Writer] = {  # template -> who writes the letter
    **accounts_tasks.WRITERS,
    **forums_tasks.WRITERS,
    **programme_tasks.WRITERS,
    **broadcast_tasks.WRITERS,
    **letters.WRITERS,
    **exhibition_letters.WRITERS,
}
JOBS: dict[str, tasks.Doer] = {  # kind -> who does the job
    FOLLOW: programme_tasks.follow_halls,
    RISE: programme_tasks.raise_seats,
    GO_ON: bulk_tasks.settle,
    moved.TELL: moving_tasks.tell_moved,
    points.TELL: point_tasks.tell_point,
    points.SERVE: point_tasks.serve_point,
}
ROUNDS: tuple[tasks.Round, ...] = (
    tasks.Round("accounts.forget", 3600, accounts_tasks.forget),
    tasks.Round("registration.lapse", 30, rounds.lapse),
    tasks.Round("exhibition.lapse", 15, exhibition_rounds.lapse),
    tasks.Round("broadcast.remind", 60, broadcast_rounds.remind),
)  # what is looked after again and again
MAX_BODY = 1024 * 1024  # bytes; uploads get their own limit where they are taken
USUAL: Mapping[str, object] = {
    "FORUM_DEMO": False,
    "SECOND_STEP": False,
    "METRICS_TOKEN": None,
    "BASE_URL": "http://localhost",
    "MAX_CONTENT_LENGTH": MAX_BODY,
    "MAX_FORM_MEMORY_SIZE": MAX_BODY,
    "MAX_FORM_PARTS": 500,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_HTTPONLY": True,
    "PERMANENT_SESSION_LIFETIME": timedelta(days=14),
    "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
    "WTF_CSRF_SSL_STRICT": False,  # personal pages send no Referer; the token and SameSite stay
    "WTF_CSRF_TIME_LIMIT": None,
}


def create_app(settings: Mapping[str, object]) -> Flask:
    """The application on `settings` (see config.py). Raises RuntimeError if a door has no guard."""
    app = Flask(
        __name__,
        template_folder="../templates",
        static_folder="../static/dist",
        static_url_path="/static",
    )
    app.config.from_mapping(USUAL)
    app.config.from_mapping(settings)
    keys = cast(list[str], settings["SECRET_KEYS"])
    app.secret_key, app.config["SECRET_KEY_FALLBACKS"] = keys[0], keys[1:]
    seal.use_keys(keys)
    _start_clock(cast(str | None, app.config.get("FORUM_CLOCK")), demo=app.config["FORUM_DEMO"])
    db.init_app(app)
    csrf = CSRFProtect(app)
    _know_who_signed_in(app)
    _wire()
    web.dress(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    openapi.wire(app, APIS)
    for view in app.view_functions.values():
        if getattr(view, "checks_token", False):
            csrf.exempt(view)
    app.cli.add_command(commands.forum)
    app.wsgi_app = ReleasedPages(app, app.wsgi_app)  # type: ignore[method-assign]
    app.wsgi_app = Hosts(app.wsgi_app).answer  # type: ignore[method-assign]
    _stand_behind_proxies(app, int(app.config.get("TRUSTED_PROXIES") or 0))
    _refuse_unguarded(app.view_functions)
    return app


def _wire() -> None:
    announce.wire(LISTENERS)
    pages.wire(SLOTS)
    feeds.wire(LETTERS)
    tasks.wire(JOBS, ROUNDS)


def _know_who_signed_in(app: Flask) -> None:
    """Not by `init_app`, which looks into the session at every answer and every template: a public
    page is the same for everybody, and says so (no `Vary: Cookie`)."""
    login = LoginManager()
    login.session_protection = None  # a mark in every cookie; each browser is a row of its own
    login.user_loader(accounts.user_of_cookie)
    app.login_manager = login  # type: ignore[attr-defined]  # where flask-login looks for it


def _start_clock(at: str | None, *, demo: bool) -> None:
    clock.start_forum_clock_at(datetime.fromisoformat(at) if at and demo else None)


def _stand_behind_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=0
        )


def _refuse_unguarded(views: Mapping[str, Callable[..., Any]]) -> None:
    open_doors = [name for name, view in views.items() if not access.guard_of(view)]
    if open_doors := [name for name in open_doors if name != "static"]:
        raise RuntimeError(f"no guard says who may enter: {', '.join(sorted(open_doors))}")
