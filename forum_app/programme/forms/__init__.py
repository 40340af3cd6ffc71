"""What visitors ask of the public pages, and what organisers are asked at the desk."""

from .points import NOW as NOW
from .points import Shown as Shown
from .points import shown_asked as shown_asked
from .public import choices_in as choices_in
from .public import filter_asked as filter_asked
from .public import zone_asked as zone_asked
