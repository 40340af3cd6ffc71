"""The site walked by its links: what somebody reaches, one example of each page."""

from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException

from forum_app import create_app

from .looking import TARGETS, found_on

FAULTS = """() => {
  const { lang, scrollWidth } = document.documentElement
  const h1s = document.querySelectorAll('h1').length
  return { lang, wide: Math.max(scrollWidth - innerWidth, 0), h1s }
}"""
LINKS = """() => [...document.querySelectorAll('a[href]')].map(
  a => new URL(a.getAttribute('href'), document.baseURI)
).filter(to => to.origin === location.origin).map(to => to.pathname + to.search)"""


class Walker:
    """Goes from page to page in `page` and remembers each kind of page that was seen.

    `seen`: {kind: path}; a kind is an endpoint and what its address names. `looks(kind)` says in
    which looks (language, width, scheme) a kind is opened; the links of the last one are followed.
    """

    def __init__(self, url, page):
        self.url, self.page = url, page
        self.seen, self.faults = {}, []

    def walk(self, starts, looks, known=()):
        todo, tried = list(starts), set(known)
        while todo:
            path = todo.pop(0)
            kind = kind_of(path)
            if kind is None or kind in tried:
                continue
            tried.add(kind)
            for lang, width, scheme in looks(len(tried)):
                todo += self._open(in_language(path, lang), width, scheme)

    def _open(self, path, width, scheme):
        """Look at one page, where it leads if it leads elsewhere; the paths of its links."""
        page = self.page
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        answer = page.goto(self.url + path)
        landed = page.url.removeprefix(self.url)
        self.seen[kind_of(landed)] = landed
        self._look(f"{landed} at {width}, {scheme}", answer, landed[1:3] if _says(landed) else "vi")
        return page.evaluate(LINKS)

    def _look(self, where, answer, lang):
        found = self.page.evaluate(FAULTS)
        if found != {"lang": lang, "wide": 0, "h1s": 1} or answer.status != 200:
            self.faults.append((where, answer.status, found))
        self.faults += [(where, *fault) for fault in found_on(self.page, TARGETS)]


_app = create_app({"SECRET_KEYS": ["x"], "SQLALCHEMY_DATABASE_URI": "sqlite://"})
_addresses = _app.url_map.bind("127.0.0.1")
NO_PAGES = ("static", "api.", "live.", "operations.", "desk.save_", "registration.save_")
NO_PAGES += ("registration.show_calendar", "post.show_page")  # the letter itself runs no script
NO_PAGES += ("programme.show_speaker_calendar", "programme.show_photo", "programme.show_slides")
NO_PAGES += ("broadcast.send_sheet", "broadcast.send_sheet_there", "broadcast.send_sheet_by_key")
NO_PAGES += ("programme.send_cue_sheet",)
NO_PAGES += tuple(
    f"programme.show_{x}_{y}" for x in ("own", "speaker") for y in ("photo", "slides")
)


def kind_of(path):
    """(endpoint, names in its address) of a page; None of what is no page of the site."""
    try:
        endpoint, names = _addresses.match(urlsplit(path).path, method="GET")
    except HTTPException:
        return None
    return None if endpoint.startswith(NO_PAGES) else (endpoint, tuple(sorted(names)))


def all_kinds():
    rules = [rule for rule in _app.url_map.iter_rules() if "GET" in rule.methods]
    kinds = {(rule.endpoint, tuple(sorted(rule.arguments))) for rule in rules}
    return {kind for kind in kinds if not kind[0].startswith(NO_PAGES) and "_api." not in kind[0]}


def in_language(path, lang):
    """The same page in that language; pages without a language of their own are asked for it."""
    return f"/{lang}/{path[4:]}" if _says(path) else path


def _says(path):
    return path[:4] in ("/vi/", "/en/")
