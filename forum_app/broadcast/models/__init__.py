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
from .slots import Crew as Crew
from .slots import SlotClaim as SlotClaim
from .slots import TestRound as TestRound
from .slots import TestSlot as TestSlot
