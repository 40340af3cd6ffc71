"""The process that sets one file of sheets: see `typesetting`. Knows nothing of the house.

It is told on its standard input, and answers on its standard output. Whatever it is given, it
takes no more than half a minute of the processor and two gigabytes.
"""

import json
import resource
import sys

import typst

SECONDS, BYTES = 30, 2 * 1024**3


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    told = json.load(sys.stdin.buffer)
    made = typst.compile(
        told["template"],
        root=told["root"],
        font_paths=[told["faces"]],
        ignore_system_fonts=True,
        format=told["kind"],
        ppi=110,
        sys_inputs={"facts": told["facts"]},
    )
    sys.stdout.buffer.write(made if isinstance(made, bytes) else b"".join(made))


if __name__ == "__main__":
    main()
