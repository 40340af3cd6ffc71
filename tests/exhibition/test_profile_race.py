"""Two first saves of one profile by one user in the same moment, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from forum_app.db import db, writing
from forum_app.exhibition.services.exhibitors import let_act
from forum_app.models import Exhibitor, ExhibitorStaff, User

from ..builders import NOW, a_user
from .floors import an_exhibitor
from .test_mine import PROFILE, V1

A_WHILE = 0.7  # seconds; until then the other request has come to where it waits


def test_the_slower_of_two_first_saves_waits_and_is_saved(app, browser, expo, inside):
    def prepared(forum):
        user = a_user("Lan")
        return user.id, an_exhibitor(forum, "Trạm Sạc", email=user.email).id

    user_id, exhibitor_id = inside(prepared)
    somebody = browser(user_id)

    with ThreadPoolExecutor(1) as pool:
        with app.app_context(), writing():
            exhibitor = db.session.get_one(Exhibitor, exhibitor_id)
            user = db.session.get_one(User, user_id)
            let_act(exhibitor, user, actor="tests", now=NOW)
            typed = PROFILE | V1 | {"name": "Trạm Sạc Nhanh"}
            saving = pool.submit(somebody.post, f"{expo.mine}/profile", typed)
            with suppress(TimeoutError):
                saving.result(timeout=A_WHILE)
        answer = saving.result(timeout=20)

    assert answer.status_code == 303
    with app.app_context():
        assert db.session.get_one(Exhibitor, exhibitor_id).name == "Trạm Sạc Nhanh"
        assert db.session.query(ExhibitorStaff).filter_by(user_id=user_id).count() == 1
