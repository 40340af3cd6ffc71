"""The entry of the case `pages`: the application, and before it each page as constant bytes.

`/constant/vi/…` answers what `/vi/…` answered when it was first asked for, with its headers, and
asks nobody. Only `forum bench` starts it, to tell how far a real page is from that.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import wsgi

from .looks import BELOW

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

app = wsgi.app


class _Constant:
    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application
        self.answers: dict[str, tuple[list[tuple[str, str]], bytes]] = {}

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(BELOW):
            return self.application(environ, start_response)
        if path not in self.answers:
            said = app.test_client().get(path.removeprefix(BELOW))
            self.answers[path] = list(said.headers), said.data
        headers, body = self.answers[path]
        start_response("200 OK", list(headers))
        return [body]


app.wsgi_app = _Constant(app.wsgi_app)  # type: ignore[method-assign]
