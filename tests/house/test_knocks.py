"""Every door is knocked at by everybody, and with what belongs to another forum.

The name of a guard says here, once, whom it lets in; each endpoint is held to the name that
`doors` gives it. A door left open, or a guard that asks too little, fails for whoever got in.
"""

import re
from types import SimpleNamespace

import pytest

from forum_app.live.rules import signed

from ..pages import Browser
from ..programme.speaking import lay_files
from ..tools.kept import once
from .doors import DOORS
from .doors_at_points import COORDINATOR, POINT_KEY
from .guards import (
    ADMIN,
    ANYONE,
    BOOTHS_TOKEN,
    CHAIR,
    COMES_TO_GATE,
    DOOR_DEVICE,
    DOOR_KEEPER,
    DOOR_STAFF,
    EXHIBITOR,
    HALF,
    HOST,
    LINK_HOLDER,
    ORGANISER,
    OWN_MACHINE,
    OWNER,
    PROGRAMME_TOKEN,
    READER,
    REGISTRATIONS_TOKEN,
    SIGNED_IN,
    WATCHERS,
)
from .two_forums import key_of, secret_of, two_forums

pytestmark = pytest.mark.same_rows

IN, UNKNOWN, NOT_YOU, NOTHING, REFUSED = "in", 401, 403, 404, 409
FAR = {"REMOTE_ADDR": "192.0.2.7"}
VISITORS = {  # visitor -> (who is signed in, the token shown, from where)
    "stranger": (None, None, {}),
    "somebody": ("somebody", None, {}),
    "caller": ("caller", None, {}),
    "door": ("door", None, {}),
    "exhibitor": ("exhibitor", None, {}),
    "host": ("host", None, {}),
    "coordinator": ("coordinator", None, {}),
    "chair": ("chair", None, {}),
    "organiser": ("organiser", None, {}),
    "organiser elsewhere": ("organiser elsewhere", None, {}),
    "admin": ("admin", None, {}),
    "admin from far": ("admin", None, FAR),
    "machine": (None, "token", {}),
    "machine elsewhere": (None, "token elsewhere", {}),
    "machine of another scope": (None, "token of another scope", {}),
    "machine that ended": (None, "token that ended", {}),
}
MACHINES = [who for who in VISITORS if who.startswith("machine")]
EVERYBODY_IN = dict.fromkeys(VISITORS, IN)
STRANGERS_UNKNOWN = dict.fromkeys(["stranger", *MACHINES], UNKNOWN)
GETS_IN = {  # guard -> visitor -> what comes of knocking where everything of the address is right
    ANYONE: EVERYBODY_IN,
    LINK_HOLDER: EVERYBODY_IN,  # the address itself is the link
    READER: EVERYBODY_IN,  # so it is here, once; why it opens no more is told
    HALF: dict.fromkeys(VISITORS, UNKNOWN),
    OWNER: dict.fromkeys(VISITORS, NOTHING) | STRANGERS_UNKNOWN | {"somebody": IN},
    ADMIN: dict.fromkeys(VISITORS, NOT_YOU)
    | STRANGERS_UNKNOWN
    | dict.fromkeys(["admin", "admin from far"], IN),
    OWN_MACHINE: EVERYBODY_IN | {"admin from far": NOTHING},
    WATCHERS: EVERYBODY_IN | {"admin from far": NOTHING},
    SIGNED_IN: EVERYBODY_IN | STRANGERS_UNKNOWN,
    COMES_TO_GATE: EVERYBODY_IN | STRANGERS_UNKNOWN,
    ORGANISER: dict.fromkeys(VISITORS, NOT_YOU)
    | STRANGERS_UNKNOWN
    | dict.fromkeys(["organiser", "admin", "admin from far"], IN),
    HOST: dict.fromkeys(VISITORS, NOT_YOU)
    | STRANGERS_UNKNOWN
    | dict.fromkeys(["host", "organiser", "admin", "admin from far"], IN),
    COORDINATOR: dict.fromkeys(VISITORS, NOT_YOU)
    | STRANGERS_UNKNOWN
    | dict.fromkeys(["coordinator", "organiser", "admin", "admin from far"], IN),
    POINT_KEY: EVERYBODY_IN,  # the address itself is the key
    CHAIR: dict.fromkeys(VISITORS, NOTHING)
    | STRANGERS_UNKNOWN
    | dict.fromkeys(["chair", "organiser", "admin", "admin from far"], IN),
    EXHIBITOR: dict.fromkeys(VISITORS, NOT_YOU) | STRANGERS_UNKNOWN | {"exhibitor": IN},
    **{
        guard: dict.fromkeys(VISITORS, UNKNOWN)
        | {"machine of another scope": IN, "machine": NOT_YOU, "machine elsewhere": NOT_YOU}
        for guard in (BOOTHS_TOKEN, PROGRAMME_TOKEN)
    },
    **{
        guard: dict.fromkeys(VISITORS, NOT_YOU)
        | STRANGERS_UNKNOWN
        | dict.fromkeys(["door", "organiser", "admin", "admin from far"], IN)
        for guard in (DOOR_KEEPER, DOOR_STAFF)
    },
    DOOR_DEVICE: dict.fromkeys(VISITORS, NOTHING),  # none of them holds one: see doors/test_shifts
    REGISTRATIONS_TOKEN: dict.fromkeys(VISITORS, UNKNOWN)
    | {"machine": IN, "machine elsewhere": NOT_YOU, "machine of another scope": NOT_YOU},
}
RIGHTFUL = {
    DOOR_KEEPER: "door",
    DOOR_STAFF: "organiser",
    ORGANISER: "organiser",
    EXHIBITOR: "exhibitor",
    HOST: "host",
    COORDINATOR: "coordinator",
    CHAIR: "chair",
    REGISTRATIONS_TOKEN: "machine",
    BOOTHS_TOKEN: "machine of another scope",
    PROGRAMME_TOKEN: "machine of another scope",
    SIGNED_IN: "somebody",
    COMES_TO_GATE: "somebody",
    OWNER: "somebody",
    ADMIN: "admin",
}
NAMED = {  # part of an address -> what is named by the part behind it, and how a forum calls that
    "/points/": ("code", "point"),
    "/booths/": ("code", "booth"),
    "/zones/": ("code", "zone"),
    "/exhibitors/": ("slug", "exhibitor"),
    "/registrations/<uuid": ("uuid", "registration"),
    "/password/": ("token", "reset"),
    "/speaker/": ("key", "speaker_key"),
    "/slides/": ("number", "slides_number"),
}
ELSEWHERE = dict.fromkeys(
    [
        *(DOOR_KEEPER, DOOR_STAFF, ORGANISER, EXHIBITOR, HOST, COORDINATOR),
        *(REGISTRATIONS_TOKEN, BOOTHS_TOKEN, PROGRAMME_TOKEN),
    ],
    NOT_YOU,
)  # with a right to this forum alone
ONE_OF_MANY = {  # told by the page behind one's own link, or that the role is not theirs
    **dict.fromkeys(
        ["waiting_id", "user_id", "role", "entry", "hours_id", "removed_contact_id"], REFUSED
    ),
    **dict.fromkeys(["talk_uuid", "seat_id"], REFUSED),
    **dict.fromkeys(["token", "what", "figure", "number", "reminder"], IN),
    **dict.fromkeys(["talk_uuid", "seat_id", "voice_id"], REFUSED),
    **dict.fromkeys(["token", "what", "figure", "number"], IN),
}


@pytest.fixture
def house(app):
    """Two forums, in a demonstration; `knock` is one press at a door."""
    app.config["FORUM_DEMO"] = True
    house = SimpleNamespace(**vars(once(app, "two_forums", two_forums)))
    with app.app_context():
        lay_files(("here", "there"))

    def address(rule, **names):
        named = {"lang": "en", "secret": secret_of(app, house.here)}
        named |= as_named_by(rule, house.here | key_of(app, house.here)) | names
        there = rule.build({part: named[part] for part in rule.arguments})[1]
        return f"{there}?t={signed('seats.1')}" if there == "/live" else there

    def knock(rule, method, who, **names):
        user, token, where = VISITORS[who]
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        there, visitor = address(rule, **names), house.browser(user)
        with visitor.open(there, method, headers=headers, environ_base=where) as answer:
            return came_of(answer)

    house.browser = lambda user: Browser(app, house.users[user] if user else None)
    house.address, house.knock = address, knock
    return house


def as_named_by(rule, forum):
    """What the parts of this address are in `forum`."""
    own = {part: forum[what] for path, (part, what) in NAMED.items() if path in rule.rule}
    return forum | own


def came_of(answer):
    """IN, or how somebody was turned away; being led to sign in counts as UNKNOWN."""
    assert answer.status_code < 500
    if answer.status_code == 302 and "/sign-in?next=" in answer.headers["Location"]:
        return UNKNOWN
    return answer.status_code if answer.status_code in (UNKNOWN, NOT_YOU, NOTHING, REFUSED) else IN


def got_in(outcome):
    """A refusal of the rules is told to whoever got in."""
    return IN if outcome == REFUSED else outcome


def doors_of(app, endpoint):
    """(rule, method) of each way to knock."""
    for rule in app.url_map.iter_rules(endpoint):
        yield from ((rule, method) for method in sorted(rule.methods - {"HEAD", "OPTIONS"}))


def test_each_guard_says_of_every_visitor_whether_they_get_in():
    assert set(GETS_IN) == set(DOORS.values())
    assert all(set(there) == set(VISITORS) for there in GETS_IN.values())


@pytest.mark.parametrize("endpoint", DOORS)
def test_a_door_opens_for_whom_its_guard_names_and_with_nothing_of_another_forum(
    app, house, endpoint
):
    guard = DOORS[endpoint]
    for rule, method in doors_of(app, endpoint):
        foreign, expected = knocks_with_what_is_foreign(app, house, rule, method, guard)
        assert foreign == expected, method

        turned_away_first = sorted(VISITORS, key=lambda who: GETS_IN[guard][who] == IN)
        found = {who: got_in(house.knock(rule, method, who)) for who in turned_away_first}
        assert found == GETS_IN[guard], method


def knocks_with_what_is_foreign(app, house, rule, method, guard):
    """(what came of it, what should) for each part of the address, by who may enter rightfully."""
    who, parts = RIGHTFUL.get(guard, "stranger"), sorted(rule.arguments - {"lang"})
    theirs = as_named_by(rule, house.there | key_of(app, house.there))
    theirs |= {"secret": secret_of(app, house.there)}
    theirs |= {"uuid": NOBODYS} if guard == OWN_MACHINE else {}  # shows the letters of all forums
    found = {part: house.knock(rule, method, who, **{part: theirs[part]}) for part in parts}
    if "number" in found and "/slides/" not in rule.rule:
        found["number"] = got_in(found["number"])  # of a release: each forum has the first
    return found, {part: expected_of(part, guard, rule) for part in parts}


NOBODYS = "00000000-0000-4000-8000-000000000000"


def expected_of(part, guard, rule):
    """What comes of an address one part of which is another forum's."""
    if part == "forum_slug":
        is_just_that_forum = guard in (ANYONE, SIGNED_IN) and rule.arguments <= {
            "lang",
            "forum_slug",
            "number",
        }
        return IN if is_just_that_forum else ELSEWHERE.get(guard, NOTHING)
    is_of_slides = part == "number" and "/slides/" in rule.rule
    return NOTHING if is_of_slides else ONE_OF_MANY.get(part, NOTHING)


@pytest.mark.parametrize("number", [2**31, 2**63, 10**400], ids=["2^31", "2^63", "10^400"])
def test_an_id_that_no_database_knows_leads_to_nothing(app, house, number):
    found = {}
    for endpoint, guard in DOORS.items():
        who = RIGHTFUL.get(guard, "stranger")
        for rule, method in doors_of(app, endpoint):
            for part in numbers_in(rule):
                found[endpoint, part] = house.knock(rule, method, who, **{part: number})

    assert len(found) >= 2
    assert {x: y for x, y in found.items() if y != NOTHING} == {}


def numbers_in(rule):
    """The parts of its address that are numbers, bounded or not."""
    return re.findall(r"<int(?:\([^)]*\))?:(\w+)>", rule.rule)


def test_no_page_acts_for_whoever_may_enter_but_did_not_press_its_own_button(app, house):
    machines = (REGISTRATIONS_TOKEN, BOOTHS_TOKEN, PROGRAMME_TOKEN)
    acts = [x for x in DOORS if DOORS[x] not in machines]
    found = {}
    for endpoint in acts:
        for rule, _ in (x for x in doors_of(app, endpoint) if x[1] == "POST"):
            user, _, _ = VISITORS[RIGHTFUL.get(DOORS[endpoint], "stranger")]
            answer = house.browser(user).client.post(house.address(rule) + "?lang=en")
            found[endpoint] = answer.status_code, "The page was open for too long" in answer.text

    assert len(found) > 10
    assert {x: came for x, came in found.items() if came not in ((400, True), (422, True))} == {}
