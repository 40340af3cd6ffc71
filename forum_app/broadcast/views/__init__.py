"""Pages about lines, tests and points: the organisers' desk, and each point's own."""

from . import booked as booked
from . import checklist as checklist
from . import contacts as contacts
from . import crews as crews
from . import importing as importing
from . import links as links
from . import opening as opening
from . import pages as pages
from . import pasting as pasting
from . import people as people
from . import point_desk as point_desk
from . import readiness as readiness
from . import rebooking as rebooking
from . import relays as relays
from . import reminders as reminders
from . import sheets as sheets
from . import slots as slots
from . import tested as tested
from . import tests as tests
from .blueprint import bp as bp
from .blueprint import coordinator as coordinator
from .blueprint import key_holder as key_holder
from .blueprint import point_held as point_held
from .blueprint import point_or_404 as point_or_404
from .point_desk import coordinated_path as coordinated_path
from .point_desk import show_coordinated as show_coordinated
