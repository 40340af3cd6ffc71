"""The name that a request calls the site by, before anybody looks at it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

NOBODY = "host.invalid"  # RFC 2606: never a name of ours


class Hosts:
    """Names are the same in capitals; HTTP/1.1 without one names nobody (RFC 9112, section 3.2).

    Which names are ours, TRUSTED_HOSTS says.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def answer(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        host = environ.pop("HTTP_HOST", "")
        if host or environ.get("SERVER_PROTOCOL") != "HTTP/1.0":
            environ["HTTP_HOST"] = host.lower() or NOBODY
        return self.app(environ, start_response)
