"""A real SMTP server on 127.0.0.1 that keeps what it is given and answers as it is told."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Relay:
    """`answers` maps an address to the reply its RCPT gets, once for each reply in the list."""

    def __init__(self, port):
        self.port, self.url = port, f"smtp://127.0.0.1:{port}"
        self.given, self.callers, self.answers, self.logins = [], [], {}, []
        self.data_answers, self.on_data = [], lambda: None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.callers += [session.peer] * (session.peer not in self.callers)
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.data_answers:
            return self.data_answers.pop(0)
        self.given.append(envelope)
        self.on_data()
        return "250 Taken"

    def authenticator(self, server, session, envelope, mechanism, given):
        self.logins.append((given.login.decode(), given.password.decode()))
        return AuthResult(success=True)

    @property
    def letters(self):
        """Every letter taken, as its reader's program parses it."""
        return [message_from_bytes(envelope.content, policy=default) for envelope in self.given]


@contextmanager
def running(port: int | None = None, **how) -> Iterator[Relay]:
    relay = Relay(port or free_port())
    how.setdefault("enable_SMTPUTF8", True)
    if how.get("auth_required"):
        how["authenticator"] = relay.authenticator
    controller = Controller(relay, hostname="127.0.0.1", port=relay.port, **how)
    controller.start()
    try:
        yield relay
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
