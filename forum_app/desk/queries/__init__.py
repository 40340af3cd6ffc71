"""What the desk shows, gathered from the rooms below."""

from .numbers import FIGURES as FIGURES
from .numbers import Figure as Figure
from .numbers import figure_of as figure_of
from .overview import overview_of as overview_of
