import re
from datetime import timedelta
from types import SimpleNamespace

import pyotp
import pytest
import time_machine

from forum_app import clock
from forum_app.accounts.services import password_hash_of
from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import User

from ..builders import a_forum, a_user

PASSWORD = "một mật khẩu đủ dài"
SETTING_UP = "/en/account/second-step/code"


@pytest.fixture(scope="session")
def password_hash():
    return password_hash_of(PASSWORD)


@pytest.fixture
def there(app, password_hash):
    """An organiser with a password, a colleague without one, and the desk they work at."""
    with app.app_context():
        forum = a_forum()
        organiser = a_user("Ngọc Ánh", forum=forum, role=Role.ORGANISER)
        organiser.password_hash = password_hash
        colleague = a_user(forum=forum, role=Role.ORGANISER)
        db.session.commit()
        return SimpleNamespace(
            desk=f"/en/{forum.slug}/desk/",
            home=f"/en/{forum.slug}/",
            id=organiser.id,
            email=organiser.email,
            without_password=colleague.email,
        )


@pytest.fixture
def signs_in(there):
    """signs_in(browser, …) -> the answer to the form of the sign-in page."""

    def press(browser, email=None, password=PASSWORD, *, next="", place="192.0.2.1", lang="en"):
        typed = {"email": email or there.email, "password": password, "next": next}
        where = {"REMOTE_ADDR": place}
        return browser.post(f"/{lang}/sign-in", typed, environ_base=where)

    return press


@pytest.fixture
def colleague_id(app, there):
    with app.app_context():
        return db.session.query(User).filter_by(email=there.without_password).one().id


def set_up(browser, next="", *, said=False):
    """Add an app as its page says; (what makes the codes, the recovery codes shown).

    said: the page itself that shows them.
    """
    page = browser.get(SETTING_UP).text
    app = pyotp.TOTP(re.search(r"<code>([A-Z2-7 ]+)</code>", page).group(1).replace(" ", ""))
    sealed = re.search(r'name="secret" type="hidden" value="([^"]+)"', page).group(1)
    typed = {"code": app.at(clock.now()), "secret": sealed, "next": next}
    answer = browser.post(SETTING_UP, typed)
    if said:
        return answer.text
    return app, re.findall(r"<code>([A-Z2-9-]{19})</code>", answer.text)


@pytest.fixture
def guarded(browser, there):
    """The organiser with an app, set up a minute ago so that the code of now is a new one."""
    with time_machine.travel(clock.now() - timedelta(minutes=2), tick=False):
        return set_up(browser(there.id))
