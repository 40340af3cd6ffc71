"""Tables of the programme room, and the facts the database itself refuses to break."""

from ..rules.ways import AppearanceRole as AppearanceRole
from ..rules.ways import ChannelKind as ChannelKind
from ..rules.ways import SessionKind as SessionKind
from ..rules.ways import Way as Way
from .channels import InterpretationChannel as InterpretationChannel
from .files import Photo as Photo
from .files import Slides as Slides
from .files import SpeakerPage as SpeakerPage
from .hosts import HostInvitation as HostInvitation
from .hosts import SessionHost as SessionHost
from .releases import Release as Release
from .releases import ReleasedPhoto as ReleasedPhoto
from .releases import ReleasedSession as ReleasedSession
from .sessions import Draft as Draft
from .sessions import Prerequisite as Prerequisite
from .sessions import SeatCount as SeatCount
from .sessions import Session as Session
from .speakers import Appearance as Appearance
from .speakers import Availability as Availability
from .speakers import Talk as Talk
