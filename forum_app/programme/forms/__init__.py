"""What visitors ask of the public pages, and what organisers are asked at the desk."""

from .public import choices_in as choices_in
from .public import filter_asked as filter_asked
from .public import zone_asked as zone_asked
