"""Why somebody cannot be made, or unmade, the host of a session."""

from ...i18n import N_
from ...refusal import Refusal


class HostsAlready(Refusal):
    says = N_("They host this session already.")


class NotTheirSession(Refusal):
    says = N_("They do not host this session any more.")
