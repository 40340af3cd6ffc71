"""Tables of the broadcast room."""

from ..rules.kinds import Audience as Audience
from ..rules.kinds import Direction as Direction
from ..rules.kinds import Purpose as Purpose
from ..rules.kinds import Transport as Transport
from .checks import About as About
from .checks import CheckItem as CheckItem
from .checks import Result as Result
from .checks import TechCheck as TechCheck
from .links import Link as Link
from .points import CoordinatorInvitation as CoordinatorInvitation
from .points import PageLetter as PageLetter
from .points import PeopleChanges as PeopleChanges
from .points import PointContact as PointContact
from .points import PointCoordinator as PointCoordinator
from .points import PointKey as PointKey
from .relays import Relay as Relay
from .relays import RelayAct as RelayAct
from .relays import ReleasedRelay as ReleasedRelay
from .reminders import Reminder as Reminder
from .reminders import ReminderPause as ReminderPause
from .slots import Crew as Crew
from .slots import SlotClaim as SlotClaim
from .slots import TestRound as TestRound
from .slots import TestSlot as TestSlot
