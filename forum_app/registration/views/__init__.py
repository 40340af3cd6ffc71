"""What delegates see, and the organiser's desk: the registration page, the pages behind the secret
link, decisions and seats; the doors, and the gate of a session with the passes that lead there."""

from . import at_point as at_point
from . import bulk as bulk
from . import delegate as delegate
from . import desk as desk
from . import doors as doors
from . import doubles as doubles
from . import gate as gate
from . import hosted as hosted
from . import listing as listing
from . import manage as manage
from . import onbehalf as onbehalf
from . import own as own
from . import particulars as particulars
from . import register as register
from . import registering as registering
from . import releasing as releasing
from . import relocating as relocating
from . import seats as seats
from . import setup as setup
from . import shifts as shifts
from . import texts as texts
from .blueprint import bp as bp
from .hosted import show_hosted_delegates as show_hosted_delegates
from .releasing import show_mailing as show_mailing
from .releasing import show_seats_after as show_seats_after
from .setup import show_setup as show_setup
