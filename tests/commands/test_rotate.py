"""A new key: everything sealed opens with it, and the old one goes only when nothing needs it."""

import stat

import pytest

from forum_app import seal
from forum_app.commands.rotate import SEALED, alone
from forum_app.db import Base, db
from forum_app.keys.services import Answer, answer_to, claim, keep
from forum_app.models import Delegate, IdempotencyKey, Link, Message, Ticket
from forum_app.registration.rules.tickets import code_in, payload_of
from forum_app.server import KeysChanging, at_work

from ..builders import NOW, a_forum, a_session, release
from ..conftest import an_app
from ..registration.applications import hall, registered

OLD = "the-key-in-use-so-far"


@pytest.fixture
def app(database_url, tmp_path):
    """An application whose key stands in the file of its data folder."""
    (tmp_path / "key").write_text(OLD)
    app = an_app(database_url, tmp_path, SECRET_KEYS=[OLD])
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def secrets(app):
    """A delegate with mail and ticket, a line and an answer that is kept; the ticket's code."""
    with app.app_context():
        forum = a_forum()
        session = a_session(forum, code="W1", hall=5)
        release(forum)
        registered(forum, hall("W1"))
        line = {"purpose": "meet", "transport": "web", "address": "https://example.org"}
        sealed = {"sealed_secret": seal.sealed("meeting 42"), "audience": "crew"}
        db.session.add(Link(forum_id=forum.id, session_id=session.id, **line, **sealed))
        keep_answer()
        printed = payload_of(forum.id, db.session.query(Ticket).one().code)
        db.session.commit()
        return forum.id, printed


def keep_answer():
    keep(claim("token 1", "key", "body", now=NOW), Answer(201, "made"))


def sealed_rows():
    yield db.session.query(Delegate).one().link_sealed
    yield db.session.query(Message).first().facts
    yield db.session.query(Link).one().sealed_secret
    yield db.session.query(IdempotencyKey).one().answer


def keys(tmp_path):
    return (tmp_path / "key").read_text().split()


@pytest.mark.parametrize("forget", [(), ("--forget",)])
def test_everything_sealed_opens_with_the_new_key_alone(app, run, secrets, tmp_path, forget):
    said = run("rotate-key", *forget)

    assert said.exit_code == 0, said.output
    with app.app_context():
        seal.use_keys(keys(tmp_path)[:1])
        assert all(seal.opened(sealed) for sealed in sealed_rows())
        delegate = db.session.query(Delegate).one()
        assert delegate.link_hash == seal.fingerprint(seal.opened(delegate.link_sealed))
        assert answer_to("token 1", "key", "body", now=NOW) == Answer(201, "made")


def test_the_older_key_is_kept_and_what_it_signed_is_still_recognised(app, run, secrets, tmp_path):
    forum_id, printed = secrets

    run("rotate-key")

    assert len(keys(tmp_path)) == 2
    assert keys(tmp_path)[1:] == [OLD]
    with app.app_context():
        assert code_in(printed, forum_id)


def test_forgetting_the_older_key_ends_printed_tickets_and_says_so(app, run, secrets, tmp_path):
    forum_id, printed = secrets

    said = run("rotate-key", "--forget")

    assert "tickets" in said.output
    assert len(keys(tmp_path)) == 1
    assert OLD not in keys(tmp_path)
    with app.app_context():
        assert code_in(printed, forum_id) is None


def test_the_key_file_is_for_its_owner_alone(run, secrets, tmp_path):
    run("rotate-key")

    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert not (tmp_path / "key.new").exists()


def test_more_secrets_than_one_batch_holds_are_all_sealed_anew(app, run, secrets, monkeypatch):
    with app.app_context():
        for _ in range(5):
            db.session.add(
                Link(
                    forum_id=secrets[0],
                    session_id=db.session.query(Link).first().session_id,
                    purpose="backup",
                    transport="web",
                    address="https://example.org",
                    sealed_secret=seal.sealed("another"),
                    audience="crew",
                )
            )
        db.session.commit()
    monkeypatch.setattr("forum_app.commands.rotate.BATCH", 2)

    said = run("rotate-key", "--forget")

    assert said.exit_code == 0
    with app.app_context():
        assert {seal.opened(link.sealed_secret) for link in db.session.query(Link)} == {
            "meeting 42",
            "another",
        }


def test_the_older_key_is_not_forgotten_while_something_opens_with_no_key(
    app, run, secrets, tmp_path
):
    with app.app_context():
        db.session.query(Link).one().sealed_secret = "sealed by somebody else"
        db.session.commit()

    said = run("rotate-key", "--forget")

    assert said.exit_code == 1
    assert "1 in links. The older keys are kept." in said.output
    assert OLD in keys(tmp_path)


def test_a_key_from_the_environment_is_not_changed(app, run, secrets, tmp_path):
    (tmp_path / "key").unlink()

    said = run("rotate-key")

    assert (said.exit_code, "comes from SECRET_KEY" in said.output) == (1, True)
    assert not (tmp_path / "key").exists()


def test_all_is_sealed_under_the_first_key_of_the_environment(app, run, secrets, tmp_path):
    (tmp_path / "key").unlink()
    app.config["SECRET_KEYS"] = ["the-key-put-first", OLD]
    seal.use_keys(app.config["SECRET_KEYS"])

    said = run("rotate-key")

    assert (said.exit_code, "may be taken out" in said.output) == (0, True)
    assert not (tmp_path / "key").exists()
    with app.app_context():
        seal.use_keys(["the-key-put-first"])
        assert all(seal.opened(sealed) for sealed in sealed_rows())


def test_a_change_of_the_key_that_was_interrupted_is_continued_by_the_next(
    app, run, secrets, tmp_path, monkeypatch
):
    order = iter(range(99))

    def interrupted(seal_):
        if next(order) == 2:
            raise KeyboardInterrupt
        return resealed(seal_)

    resealed = seal.resealed
    monkeypatch.setattr(seal, "resealed", interrupted)
    monkeypatch.setattr("forum_app.commands.rotate.BATCH", 1)
    assert run("rotate-key", "--forget").exit_code != 0
    with app.app_context():
        assert all(seal.opened(sealed) for sealed in sealed_rows())
    assert OLD in keys(tmp_path)
    monkeypatch.undo()

    said = run("rotate-key", "--forget")

    assert said.exit_code == 0, said.output
    with app.app_context():
        seal.use_keys(keys(tmp_path))
        assert len(keys(tmp_path)) == 1
        assert all(seal.opened(sealed) for sealed in sealed_rows())


def test_no_sealed_column_of_the_house_is_left_out():
    sealed = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if "seal" in column.name
    }

    assert len(sealed) > 4
    assert sealed <= {(id.class_.__tablename__, column.key) for id, column in SEALED}


def test_no_key_is_changed_under_a_forum_that_is_being_served(run, secrets, tmp_path):
    with at_work(tmp_path):
        said = run("rotate-key")

    assert (said.exit_code, "is being served" in said.output) == (1, True)
    assert keys(tmp_path) == [OLD]


def test_nothing_is_served_while_the_key_is_being_changed(tmp_path):
    with alone(tmp_path), pytest.raises(KeysChanging), at_work(tmp_path):
        pass
