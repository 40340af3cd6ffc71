"""`make soak`: `forum bench` on SQLite and on a PostgreSQL of its own that waits for the disk."""

import subprocess
import sys

from . import postgres

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def measure(options: list[str]) -> int:
    """The status of the bench, which says itself what it could not measure."""
    with postgres.running(**DURABLE) as url:
        bench = [sys.executable, "-m", "flask", "--app", "wsgi", "forum", "bench", *options]
        return subprocess.run(bench + (["--url", url] if url else []), check=False).returncode


if __name__ == "__main__":
    sys.exit(measure(sys.argv[1:]))
