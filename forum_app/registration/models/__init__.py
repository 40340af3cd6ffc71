"""Tables of the registration room."""

from .bulk import BulkAct as BulkAct
from .bulk import BulkItem as BulkItem
from .bulk import ItemState as ItemState
from .bulk import Verb as Verb
from .delegates import Category as Category
from .delegates import Consent as Consent
from .delegates import ConsentWording as ConsentWording
from .delegates import Delegate as Delegate
from .delegates import DelegateState as DelegateState
from .delegates import Delegation as Delegation
from .delegates import Terms as Terms
from .doors import DoorCount as DoorCount
from .doors import DoorShift as DoorShift
from .gate import GateEntry as GateEntry
from .mailings import ReleaseMailing as ReleaseMailing
from .places import Place as Place
from .places import PlaceState as PlaceState
from .places import Waiting as Waiting
from .places import WaitingState as WaitingState
from .point_mailings import PointMailing as PointMailing
from .relocations import Outcome as Outcome
from .relocations import Relocated as Relocated
from .relocations import Relocation as Relocation
from .tickets import CheckIn as CheckIn
from .tickets import Ticket as Ticket
from .tickets import TicketPurpose as TicketPurpose
