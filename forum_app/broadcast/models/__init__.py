"""The tables of this room."""

from ..rules.kinds import Audience as Audience
from ..rules.kinds import Direction as Direction
from ..rules.kinds import Purpose as Purpose
from ..rules.kinds import Transport as Transport
from .links import Link as Link
