"""A worker of its own process, for tests that kill it: `python -m tests.post.dying URL MAIL`."""

import sys
from pathlib import Path

from forum_app.post import feeds
from forum_app.post.tasks import deliver_due

from ..builders import NOW
from ..conftest import an_app
from .conftest import write_received

if __name__ == "__main__":
    app = an_app(sys.argv[1], Path(sys.argv[2]), MAIL_URL=sys.argv[3])
    feeds.wire({"test.received": write_received})
    with app.app_context():
        deliver_due(NOW)
