"""Sees to what the tests need from the system: a browser and PostgreSQL.

Installs what is missing where it may (root on Debian); where it may not, says so: the tests that
need it are then skipped loudly, or fail where CI=true.
"""

import os
import shutil
import subprocess
from pathlib import Path


def main() -> None:
    missing = [name for name, there in wanted().items() if not there]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"NOT INSTALLED, its tests will be skipped: {', '.join(missing)}")  # noqa: T201
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update"], **quiet)
    subprocess.run(
        ["apt-get", "install", "-y", "--no-install-recommends", *missing], env=environment, **quiet
    )
    for name, there in wanted().items():
        if not there:
            print(f"COULD NOT INSTALL, its tests will be skipped: {name}")  # noqa: T201


def wanted() -> dict[str, bool]:
    return {
        "chromium": shutil.which("chromium") is not None,
        "postgresql": any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    }


if __name__ == "__main__":
    main()
