"""Two presses at the same moment: one of them acts, and both are answered."""

from threading import Thread

from forum_app.db import db
from forum_app.models import Delegate, MergedPerson

from .test_doubles import seen
from .test_doubles import twins as twins
from .test_registering import NEW, delegates
from .test_registering import form as form


def both(browser, there, path, sent):
    """The statuses of two browsers of the organiser that send the same at once."""

    def press():
        answers.append(browser(there.organiser).post(there.desk + path, sent).status_code)

    answers = []
    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_a_double_click_registers_once(app, browser, there, form):
    answers = both(browser, there, NEW, form | {"email": ""})

    assert answers in ([303, 303], [303, 409])
    assert len(delegates(app)) == 1


def test_of_two_organisers_who_merge_the_same_two_one_is_told_that_it_is_done(
    app, browser, desk, there, twins
):
    sent = {"seen": seen(desk.get(twins.path)), "stays": "one", "joins": "yes"}

    assert both(browser, there, twins.path, sent) == [303, 409]
    with app.app_context():
        assert db.session.query(MergedPerson).count() == 1
        live = db.session.query(Delegate).filter(Delegate.reason == "merged")
        assert live.count() == 1
