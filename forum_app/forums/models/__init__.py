"""Tables of the forums room."""

from .bound import BoundHolder as BoundHolder
from .bound import BoundInvitation as BoundInvitation
from .bound import invited_once as invited_once
from .doubles import DistinctPersons as DistinctPersons
from .doubles import MergedPerson as MergedPerson
from .forums import ApiToken as ApiToken
from .forums import Forum as Forum
from .forums import ForumRole as ForumRole
from .forums import Hall as Hall
from .forums import Invitation as Invitation
from .forums import Person as Person
from .forums import Point as Point
from .forums import PointKind as PointKind
from .forums import PointType as PointType
from .forums import Role as Role
from .forums import Seating as Seating
from .owned import OfForum as OfForum
from .owned import same_forum as same_forum
from .texts import Banner as Banner
from .texts import BannerKind as BannerKind
from .texts import InfoPage as InfoPage
from .texts import InfoPageVersion as InfoPageVersion
from .texts import LetterText as LetterText
from .texts import PagePlace as PagePlace
