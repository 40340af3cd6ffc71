"""The pages around a door."""

from forum_app.db import db
from forum_app.models import Forum

from ..applications import hall


def test_the_camera_may_be_used_on_the_page_of_a_door_and_nowhere_else(browser, there):
    door, picker = (browser(there.keeper).get(x) for x in (there.door, "/en/here/door"))

    assert "camera=(self)" in door.headers["Permissions-Policy"]
    assert "worker-src 'self' blob:" in door.headers["Content-Security-Policy"]
    assert "camera=()" in picker.headers["Permissions-Policy"]
    assert "blob:" not in picker.headers["Content-Security-Policy"]


def test_who_organises_sees_on_the_desk_who_is_in(browser, comes, shows, there):
    shows(comes(hall("W1")).code)

    desk = browser(there.organiser)
    assert "fire limit 100" in desk.get("/en/here/desk/").text
    assert "fire limit 100" in desk.get("/en/here/desk/doors").text
    assert "Your doors" in browser(there.keeper).get("/en/account").text


def test_where_the_forum_asks_a_second_step_organisers_show_it_at_the_door_too(app, browser, there):
    with app.app_context():
        db.session.get_one(Forum, there.forum_id).second_step = True
        db.session.commit()
    organiser = browser(there.organiser)

    led = organiser.get(there.door)

    assert f"/account/second-step?next={there.door}" in led.headers["Location"]
    assert organiser.post(there.door, {"typed": "Nguyễn"}).status_code == 403
    assert browser(there.keeper).get(there.door).status_code == 200
