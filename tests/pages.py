"""A browser of the tests. Every page it is shown is also checked as a page.

Checked: one title, one h1, the page's language, unique ids, labelled inputs, no two regions of one
name, a CSRF token in each form that posts, no "None" and no untranslated sentence people read;
on the desk also that each time says where its clock hangs.
"""

import re
from html.parser import HTMLParser

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import insert, update

from forum_app import clock, seal
from forum_app.db import db, writing
from forum_app.models import SignIn, User

SEEN = "seen on a page"
HOUR = re.compile(r"\d\d:\d\d")
VOID = {"input", "meta", "link", "br", "img", "hr", "use", "path", "source", "wbr", "circle"}


class Browser:
    """One person's browser: `get` and `post` answer as Flask's test client does."""

    def __init__(self, app, user_id=None, epoch=None):
        self.client = app.test_client()
        secret = signed_in(app, user_id, epoch) if user_id is not None else None
        # A forum over https names its cookie for it: the line of the tests counts as one.
        where = {"base_url": "https://localhost"} if app.config["SESSION_COOKIE_SECURE"] else {}
        with self.client.session_transaction(**where) as session:
            session["csrf_token"] = SEEN
            if secret is not None:
                session["_user_id"] = secret
        signer = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token")
        self.csrf = signer.dumps(SEEN)

    def get(self, url, **given):
        return self._seen(self.client.get(url, buffered=True, **given))

    def post(self, url, data=None, **given):
        data = {"csrf_token": self.csrf} | (data or {})
        return self._seen(self.client.post(url, data=data, buffered=True, **given))

    def open(self, url, method="GET", **given):
        return (
            self.post(url, **given)
            if method == "POST"
            else self.client.open(url, method=method, **given)
        )

    def _seen(self, answer):
        if answer.mimetype == "text/html" and answer.text.lstrip().startswith("<!doctype"):
            check_page(answer.text)
        return answer


def signed_in(app, user_id, epoch=None):
    """The secret of a browser in which this user signed in just now, in that epoch or theirs."""
    secret, now = seal.new_secret(), clock.now()
    instants = dict.fromkeys(("made_at", "seen_at", "proved_at"), now)
    # No question of its own: tests count those of pages.
    own = update(User).where(User.id == user_id).values(epoch=User.epoch).returning(User.epoch)
    with app.app_context(), writing():
        present = db.session.scalar(own)
        row = {"user_id": user_id, "epoch": present if epoch is None else epoch, **instants}
        row |= {"fingerprint": seal.fingerprint(secret), "device": "Windows Firefox/140.0"}
        db.session.execute(insert(SignIn).values(half=False, **row))
    return secret


def check_page(html):
    page = Page()
    page.feed(html)
    faults = [*page.faults()]
    assert not faults, faults


class Page(HTMLParser):
    """What a page holds, as far as the checks need it."""

    def __init__(self):
        super().__init__()
        self.ids, self.labelled, self.inputs, self.forms = [], set(), [], []
        self.titles = self.h1s = 0
        self.lang, self.text, self.open_tags = None, [], []
        self.regions, self.said, self.open_ids = [], {}, []
        self.desk, self.hours = False, Hours()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        self.lang = attrs.get("lang") if tag == "html" else self.lang
        self.titles += tag == "title" and "svg" not in self.open_tags
        self.h1s += tag == "h1"
        self.desk |= tag == "body" and "desk" in attrs.get("class", "").split()
        self.hours.open(tag, attrs)
        if tag == "section" or attrs.get("role") == "region":
            self.regions.append((attrs.get("aria-label"), attrs.get("aria-labelledby")))
        if tag == "label":
            self.labelled.add(attrs.get("for"))
        if tag == "form" and attrs.get("method", "get").lower() == "post":
            self.forms.append(False)
        if tag in {"input", "select", "textarea"}:
            self._take_input(attrs)
        if tag not in VOID:
            self.open_tags.append(tag)
            self.open_ids.append(attrs.get("id"))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open_tags.pop()
            self.open_ids.pop()

    def _take_input(self, attrs):
        if attrs.get("name") == "csrf_token" and attrs.get("value") and self.forms:
            self.forms[-1] = True
        named = attrs.get("aria-label") or attrs.get("aria-labelledby") or "label" in self.open_tags
        if attrs.get("type") not in {"hidden", "submit"} and not named:
            self.inputs.append(attrs.get("id"))

    def handle_endtag(self, tag):
        self.hours.close(tag)
        while self.open_tags:
            self.open_ids.pop()
            if self.open_tags.pop() == tag:
                break

    def handle_data(self, data):
        self.hours.read(data)
        if not {"script", "style"} & set(self.open_tags):
            self.text.append(data)
        for id in filter(None, self.open_ids):
            self.said[id] = self.said.get(id, "") + data

    def faults(self):
        if self.titles != 1 or self.h1s != 1:
            yield f"{self.titles} titles and {self.h1s} h1"
        if not self.lang:
            yield "the page does not say its language"
        yield from (f"id {x!r} twice" for x in {x for x in self.ids if self.ids.count(x) > 1})
        named = [(label or self.said.get(id, "")).strip() for label, id in self.regions]
        yield from (
            f"{x!r} names two regions" for x in {x for x in named if x and named.count(x) > 1}
        )
        yield from (f"input {x!r} has no label" for x in self.inputs if x not in self.labelled)
        yield from ("a form posts without CSRF token" for there in self.forms if not there)
        if self.desk:
            yield from (f"{x!r} is on no clock" for x in self.hours.alone)
        words = " ".join(self.text)
        yield from (f"{x!r} is shown" for x in (" None ", "%(", "{'vi'", "Words(") if x in words)


class Hours:
    """The times of a page that no place of a clock follows, nor the head of their table names."""

    def __init__(self):
        self.alone, self.waiting = [], None
        self.in_time, self.in_head, self.head_said, self.in_table = False, False, False, False
        self.in_agenda = False

    def open(self, tag, attrs):
        classes = attrs.get("class", "").split()
        self.in_agenda |= "agenda" in classes  # beside choices that say it
        self.in_time |= tag == "time" and not self.in_agenda
        if tag == "table":
            self.in_table, self.head_said = True, False
        self.in_head |= tag == "thead"
        if "zone" in classes:
            self.waiting = None

    def read(self, text):
        self.head_said |= self.in_head and "UTC" in text
        if self.in_time and HOUR.search(text):
            self.settle()
            self.waiting = text
            if self.in_table and not self.head_said:
                self.alone.append(f"{text}, by its table's head,")
        elif not self.in_time and "UTC" in text:
            self.waiting = None

    def close(self, tag):
        self.in_time &= tag != "time"
        self.in_head &= tag != "thead"
        self.in_table &= tag != "table"
        self.in_agenda &= tag != "ul"
        if tag in {"p", "li", "dd", "td", "th", "main"}:
            self.settle()

    def settle(self):
        if self.waiting:
            self.alone.append(self.waiting)
        self.waiting = None
