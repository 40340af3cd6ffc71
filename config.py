"""Settings, read from the environment by the process entry alone."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

DEMO_PORT = 8000


def from_environment(environment: Mapping[str, str] = os.environ) -> dict[str, object]:
    """Every setting of the application; the README lists what each variable means.

    Leaves behind the data folder and, where SECRET_KEY is not given, its key file (mode 600).
    """
    data = Path(environment.get("FORUM_DATA") or "data").resolve()
    data.mkdir(parents=True, exist_ok=True)
    port = int(environment.get("PORT") or DEMO_PORT)
    base_url = (environment.get("BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    secure = base_url.startswith("https://")
    return {
        "FORUM_DATA": data,
        "PORT": port,
        "SECRET_KEYS": _keys(environment, data),
        "SQLALCHEMY_DATABASE_URI": _database(environment, data),
        "MAIL_URL": environment.get("MAIL_URL") or f"file://{data / 'mail'}",
        "BASE_URL": base_url,
        "TRUSTED_HOSTS": sorted({urlsplit(base_url).hostname or "", "127.0.0.1", "localhost"}),
        "TRUSTED_PROXIES": int(environment.get("TRUSTED_PROXIES") or 0),
        "FORUM_DEMO": environment.get("FORUM_DEMO", "") not in ("", "0"),
        "FORUM_CLOCK": environment.get("FORUM_CLOCK") or None,
        "SECOND_STEP": environment.get("SECOND_STEP", "") not in ("", "0"),
        "LIVE_STREAMS": int(environment.get("LIVE_STREAMS") or 0) or None,
        "METRICS_TOKEN": environment.get("METRICS_TOKEN") or None,
        "SESSION_COOKIE_SECURE": secure,
        # Browsers keep a cookie so named from being set by a neighbouring site or over plain HTTP.
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
    }


def _keys(environment: Mapping[str, str], data: Path) -> list[str]:
    """The key in use first, then older ones that still open what they sealed."""
    given = environment.get("SECRET_KEY")
    return given.split() if given else _kept_keys(data / "key")


def _kept_keys(file: Path) -> list[str]:
    try:
        with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as made:
            made.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return file.read_text().split()


def _database(environment: Mapping[str, str], data: Path) -> str:
    url = environment.get("DATABASE_URL") or f"sqlite:///{data / 'forum.db'}"
    for old in ("postgres://", "postgresql://"):
        if url.startswith(old):
            return "postgresql+psycopg://" + url.removeprefix(old)
    return url
