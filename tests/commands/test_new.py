"""A forum of one's own: made empty, ready for use, and never half."""

from datetime import date

from forum_app.db import Base, db
from forum_app.forums.queries import forum_at
from forum_app.models import Entry, ForumRole, User
from forum_app.programme.models import Way
from forum_app.registration.rules import Choice
from forum_app.registration.services.registrations import Application, register

from ..builders import NOW, a_session, release

NEW = {
    "--name-vi": "Diễn đàn Mê Công",
    "--venue-en": "Riverside Hall",
    "--city-en": "Vientiane",
    "--zone": "Asia/Vientiane",
    "--first-day": "2031-03-04",
}


def asked(slug="mekong-2031", **changed):
    given = NEW | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    return ["new", slug, *(x for option in given.items() if option[1] is not None for x in option)]


def rows():
    return sum(db.session.query(table).count() for table in Base.metadata.sorted_tables)


def test_an_organiser_founds_a_forum_and_may_run_it(app, run):
    said = run(*asked(last_day="2031-03-06", organiser="Chi.Lan@Example.org"))

    assert said.exit_code == 0, said.output
    with app.app_context():
        forum = forum_at("mekong-2031")
        assert (forum.first_day, forum.last_day) == (date(2031, 3, 4), date(2031, 3, 6))
        assert forum.name.said_in("en") == forum.short_name.said_in("vi") == "Diễn đàn Mê Công"
        assert not forum.documented
        user = db.session.query(User).one()
        assert (user.email, user.password_hash) == ("chi.lan@example.org", None)
        role = db.session.query(ForumRole).one()
        assert (role.user_id, role.role) == (user.id, "organiser")
        acts = {entry.act for entry in db.session.query(Entry)}
        assert acts == {"forums.found", "forums.appoint", "forums.make_page", "forums.publish_page"}


def test_people_can_register_for_a_new_forum_as_soon_as_it_has_a_programme(app, run):
    run(*asked())

    with app.app_context():
        forum = forum_at("mekong-2031")
        a_session(forum, code="W1", hall=5)
        release(forum)
        choices = (Choice(session="W1", way=Way.HALL),)
        application = Application(
            name="Lan",
            email="lan@example.org",
            choices=choices,
            consents=("processing",),
            lang="en",
        )
        delegate = register(forum, application, actor="tests", confirmed=True, now=NOW)
        assert delegate.state == "confirmed"


def test_somebody_who_is_known_becomes_organiser_without_being_made_twice(app, run):
    for slug in ("one-2031", "two-2031"):
        assert run(*asked(slug, organiser="lan@example.org")).exit_code == 0

    with app.app_context():
        assert db.session.query(User).count() == 1
        assert db.session.query(ForumRole).count() == 2


REFUSED = [
    (
        {"zone": "Asia/Hanoi"},
        "There is no time zone “Asia/Hanoi”. Please use a name like Asia/",
    ),
    ({"zone": "Asia/Bankok"}, "like Asia/Bangkok"),
    ({"zone": "+07:00"}, "There is no time zone"),
    ({"zone": "x" * 10_000}, "There is no time zone"),
    ({"slug": "Mekong 2031"}, "cannot be in an address"),
    ({"slug": "mê-công"}, "cannot be in an address"),
    ({"slug": "mekong-"}, "cannot be in an address"),
    ({"slug": "m"}, "cannot be in an address"),
    ({"slug": "m" * 61}, "cannot be in an address"),
    ({"slug": "../etc"}, "cannot be in an address"),
    ({"slug": "api"}, "is an address of the site itself"),
    ({"slug": "vi"}, "is an address of the site itself"),
    ({"last_day": "2031-03-03"}, "is before the first"),
    ({"last_day": "2032-03-03"}, "at most 100 days"),
    ({"first_day": "0001-01-01"}, "Please check both days"),
    ({"first_day": "9999-12-31"}, "Please check both days"),
    ({"name_vi": None}, "Please give --name-vi, --name-en or both."),
    ({"name_vi": "  "}, "Please give --name-vi, --name-en or both."),
    ({"venue_en": None}, "Please give --venue-vi, --venue-en or both."),
    ({"name_vi": "a\u202eb"}, "characters that cannot be shown"),
    ({"name_vi": "x" * 201}, "to 200 characters"),
    ({"organiser": "nobody"}, "is not an e-mail address"),
]


def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_left_behind(app, run):
    for changed, sentence in REFUSED:
        said = run(*asked(**changed))
        assert (said.exit_code, sentence in said.output) == (1, True), said.output

    with app.app_context():
        assert rows() == 0


def test_a_name_that_is_taken_is_refused(app, run):
    run(*asked())
    with app.app_context():
        before = rows()

    said = run(*asked(organiser="lan@example.org"))

    assert (said.exit_code, "There is a forum named “mekong-2031” already" in said.output) == (
        1,
        True,
    )
    with app.app_context():
        assert rows() == before


def test_a_new_forum_has_its_pages_in_both_languages_and_a_copy_has_them_too(app, run, browser):
    new = ["new", "summit", "--name-vi", "Hội nghị", "--venue-vi", "Nhà A", "--city-vi", "Hà Nội"]
    run(*new, "--zone", "Asia/Ho_Chi_Minh", "--first-day", "2031-01-01")
    run("clone", "summit", "summit-2", "--first-day", "2032-01-01")

    for slug in ("summit", "summit-2"):
        for lang in ("vi", "en"):
            home = browser().get(f"/{lang}/{slug}/").text
            for page in ("getting-there", "contact", "privacy", "accessibility"):
                address = f"/{lang}/{slug}/pages/{page}"
                seen = browser().get(address).text
                assert f'href="{address}"' in home
                assert "{" not in seen.partition("<main")[2].partition("</main>")[0], address
