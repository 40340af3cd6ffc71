"""Tables of the broadcast room."""

from .checks import About as About
from .checks import CheckItem as CheckItem
from .checks import Result as Result
from .checks import TechCheck as TechCheck
from .links import Audience as Audience
from .links import Link as Link
from .links import Purpose as Purpose
from .links import Transport as Transport
from .slots import Crew as Crew
from .slots import SlotClaim as SlotClaim
from .slots import TestRound as TestRound
from .slots import TestSlot as TestSlot
