"""Case `strangers`: whether the time of an answer tells that an address is known."""

from dataclasses import dataclass
from functools import partial
from statistics import median
from time import perf_counter

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from .. import clock
from ..accounts.services import passwords, user_for
from ..db import db, written
from .doors import register_one
from .grounds import Ground, a_ground
from .reports import Lab, Report
from .stands import a_stand, entered

SEEN = "seen on a page"
LEAST, MOST = 0.9, 1.1  # of the time that a stranger's address takes
AT_ONCE = 20  # people in one transaction


@dataclass(frozen=True)
class _Act:
    """What a page sends, and where to; "email" is filled in."""

    what: str
    where: str
    form: dict[str, str]
    status: int  # of the answer, known or not
    judged: bool = True


def strangers(lab: Lab) -> Report:
    """Requests with a known and an unknown address in turns, without the network between."""
    pairs = lab.many(200, 6)
    report = Report("strangers", 1, f"{pairs} pairs, known and unknown in turns, each address once")
    with a_stand(lab.server_url) as stand:
        with entered(stand):
            ground = a_ground(sessions=1, seats=100_000)
            _make_known(ground, pairs)
        app = stand.app()
        for act in _acts(ground):
            _warm_up(app, act)
            took = [_pair(app, act, n) for n in range(pairs)]
            _judge(report, act, took, is_judged=act.judged and not lab.quick)
        with app.app_context():
            db.engine.dispose()
    return report


def _acts(ground: Ground) -> list[_Act]:
    session, home = ground.sessions[0], f"/en/{ground.slug}"
    sent = {"name": "Người đo", "organisation": "Bộ Xây dựng", "country": "VN", "lang": "en"}
    sent |= {f"way_{session}": "hall", "consent_processing": "y"}
    return [
        _Act("sign in, with a wrong password", "/en/sign-in", {"password": "not this one"}, 422),
        _Act("a link to sign in", "/en/sign-in/link", {}, 303),
        _Act("the registration's links again", f"{home}/registration", {}, 200),
        _Act("register", f"{home}/register", sent, 303, judged=False),
    ]


def _make_known(ground: Ground, many: int) -> None:
    """Accounts with a password, each registered too. In an app context."""
    password = passwords.password_hash_of("a password of the bench")

    def make(numbers: range) -> None:
        for n in numbers:
            email, now = _address("known", n), clock.now()
            user = user_for(email, name="Người đo", now=now)
            user.password_hash, user.confirmed_at = password, now
            register_one(ground, email, f"Người thứ {n}")

    for first in range(-1, many, AT_ONCE):
        written(partial(make, range(first, min(first + AT_ONCE, many))))


def _address(kind: str, n: int) -> str:
    return f"{kind}.{n}@example.org"


def _warm_up(app: Flask, act: _Act) -> None:
    _pair(app, act, -1)


def _pair(app: Flask, act: _Act, n: int) -> tuple[float, float]:
    """(seconds with the known address, with the unknown one); who is first changes each turn."""
    took = {}
    for kind in (("known", "nobody"), ("nobody", "known"))[n % 2]:
        took[kind] = _seconds(app, act, _address(kind, n), n)
    return took["known"], took["nobody"]


def _seconds(app: Flask, act: _Act, email: str, n: int) -> float:
    """Each from a place of its own, so that no limit is met."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["csrf_token"] = SEEN
    token = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(SEEN)
    form = act.form | {"email": email, "csrf_token": str(token)}
    place = {"REMOTE_ADDR": f"10.0.{(n + 1) // 250}.{(n + 1) % 250 + 1}"}
    began = perf_counter()
    answer = client.post(act.where, data=form, environ_overrides=place)
    took = perf_counter() - began
    if answer.status_code != act.status:
        raise RuntimeError(f"{act.what}: {answer.status}")
    return took


def _judge(report: Report, act: _Act, took: list[tuple[float, float]], *, is_judged: bool) -> None:
    """Registering is told alone: a stranger's is made, with a seat; who is known gets a letter."""
    share = median(known / unknown for known, unknown in took)
    each = [1000 * median(x) for x in zip(*took, strict=True)]
    said = f"{share:.2f} ({each[0]:.1f} and {each[1]:.1f} ms)"
    what = f"{act.what}: known to unknown"
    if is_judged:
        report.judge(what, said, f"{LEAST} to {MOST}", LEAST <= share <= MOST)
    else:
        report.tell(what, said)
