import pytest

from forum_app.db import db

from ..conftest import an_app


@pytest.fixture
def run(app):
    """run("new", "my-forum", …) -> what the terminal shows, by an operator of `app`."""
    return lambda *args: app.test_cli_runner().invoke(args=["forum", *args])


@pytest.fixture
def demo(database_url, tmp_path):
    """An application in which FORUM_DEMO is set."""
    app = an_app(database_url, tmp_path, FORUM_DEMO=True)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def run_demo(demo):
    """As `run`, in the demonstration."""
    return lambda *args: demo.test_cli_runner().invoke(args=["forum", *args])
