"""How often somebody may try, and whose attempts are counted together. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from ..i18n import N_
from ..refusal import Refusal


@dataclass(frozen=True)
class Limit:
    """At most `hits` in each window of `per`, at least a second."""

    hits: int
    per: timedelta


# A hall of delegates may sit behind one address of the internet: what counts per IP is wide.
REGISTRATIONS_PER_IP = Limit(300, timedelta(minutes=1))
LINKS_PER_IP = Limit(120, timedelta(minutes=1))
# Of one mailbox, letters are counted and never attempts: whoever knows an address may write to it
# only so often, and keeps nobody from registering. Links beyond are left out; of a registration,
# letters beyond wait for the next hour (a secretary may register a whole delegation).
LINKS_PER_ADDRESS = Limit(3, timedelta(hours=1))
LETTERS_PER_ADDRESS = Limit(60, timedelta(hours=1))
MISSED_LINKS = Limit(60, timedelta(minutes=1))
MISSED_CODES = Limit(60, timedelta(minutes=1))  # codes that are none of ours, at one door
PINS = Limit(5, timedelta(minutes=15))  # wrong PINs of one shift: 480 a day, of a million
# Wrong passwords alone, for whatever address: beyond them, a right one is let in still.
WRONG_SIGN_INS_PER_IP = Limit(120, timedelta(minutes=1))
# Of one address: wrong passwords alone stay counted. From one place few, so that whoever guesses
# elsewhere does not keep its owner out at once; from everywhere together, 1200 a day.
GUESSES_FROM_ONE_PLACE = Limit(10, timedelta(minutes=15))
GUESSES = Limit(50, timedelta(hours=1))
SECOND_STEPS = Limit(10, timedelta(minutes=15))  # wrong codes of one account
SIGN_IN_LETTERS = Limit(3, timedelta(hours=1))  # with links, asked for by anybody
INVITATIONS_PER_ADDRESS = Limit(6, timedelta(hours=1))


class TooMany(Refusal):
    says = N_("Too many attempts. Please wait %(seconds)s seconds and try again.")
    reason = "too_many_requests"
    status = 429

    @property
    def seconds(self) -> int:
        """Until the window ends."""
        return int(str(self.facts["seconds"]))


def neighbours(ip: str | None) -> str:
    """Whose attempts count as one: an IPv4 address, or the 2^64 that one IPv6 line is given.

    `ip` as the server saw it; what is no address stands for itself.
    """
    try:
        address = ip_address(ip or "")
    except ValueError:
        return ip or "unknown"
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else f"{IPv6Address(int(address) >> 64 << 64)}/64"
    return str(address)
