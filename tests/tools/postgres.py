"""A PostgreSQL of the tests' own: in a temporary folder, on an odd port, without fsync."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
}


@contextmanager
def running(**settings: str) -> Iterator[str | None]:
    """The URL of a fresh server (user and database `postgres`), or None where there is none."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given.replace("postgresql://", "postgresql+psycopg://")
        return
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    if binaries is None:
        yield None
        return
    temporary = TemporaryDirectory(prefix="forum-postgres-")
    with temporary as folder, _started(binaries, Path(folder), SETTINGS | settings) as port:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"


@contextmanager
def _started(binaries: Path, folder: Path, settings: dict[str, str]) -> Iterator[int]:
    port, data = _free_port(), folder / "pg"
    data.mkdir(mode=0o700)
    as_somebody = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        nobody = pwd.getpwnam("nobody")
        shutil.chown(data, nobody.pw_uid, nobody.pw_gid)
        folder.chmod(0o755)
        as_somebody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": data}
    initdb = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*initdb, "--locale=C.UTF-8", "-N"], check=True, **quiet, **as_somebody)
    settings = settings | {"port": str(port), "unix_socket_directories": str(data)}
    flags = [flag for name, value in settings.items() for flag in ("-c", f"{name}={value}")]
    server = subprocess.Popen([binaries / "postgres", "-D", data, *flags], **quiet, **as_somebody)
    try:
        ready = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-t", "10"]
        for _ in range(100):
            if subprocess.run(ready, check=False, **quiet).returncode == 0:
                break
        yield port
    finally:
        server.send_signal(signal.SIGINT)  # fast: it does not wait for clients to leave
        server.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
