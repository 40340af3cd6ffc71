"""Where the sun stands, and where it is night: for the maps of points. Pure.

Source: "Low precision formulas for the Sun's coordinates", The Astronomical Almanac, page C5 (to
0.01° from 1950 to 2050), and its mean sidereal time, page B8. The sun is up where its upper edge
is seen: its middle 0.833° below the horizon, by refraction and its own radius (U.S. Naval
Observatory, "Rise, Set, and Twilight Definitions"); civil twilight lasts to 6° below.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, auto
from math import acos, asin, atan2, cos, degrees, radians, sin, sqrt

UP, TWILIGHT = -0.833, -6.0  # degrees of the sun's middle above the horizon
_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


class Light(StrEnum):
    DAY = auto()
    DAWN = auto()
    DUSK = auto()
    NIGHT = auto()


@dataclass(frozen=True)
class Sun:
    """Above which place on Earth the sun stands, in degrees: north and east are positive."""

    latitude: float
    longitude: float  # from -180 to 180

    def height_at(self, latitude: float, longitude: float) -> float:
        """Degrees of the sun's middle above the horizon there; negative below it."""
        here, above = radians(latitude), radians(self.latitude)
        away = radians(longitude - self.longitude)
        height = sin(here) * sin(above) + cos(here) * cos(above) * cos(away)
        return degrees(asin(max(-1.0, min(1.0, height))))

    def light_at(self, latitude: float, longitude: float) -> Light:
        height = self.height_at(latitude, longitude)
        if height > UP:
            return Light.DAY
        if height < TWILIGHT:
            return Light.NIGHT
        rises = sin(radians(longitude - self.longitude)) < 0  # it comes from the east
        return Light.DAWN if rises else Light.DUSK

    def lit(self, longitude: float) -> tuple[float, float] | None:
        """From which latitude to which it is day along this meridian, south to north; None where
        it is day nowhere.

        Along a meridian the sun's height is a sine of the latitude, which is above UP over one
        arc. What else of day may lie within a degree of the other pole is left out.
        """
        along, across = sin(radians(self.latitude)), cos(radians(self.latitude))
        across *= cos(radians(longitude - self.longitude))
        highest = sqrt(along**2 + across**2)
        share = sin(radians(UP)) / highest if highest else 1.0
        if abs(share) > 1:
            return None if share > 0 else (-90.0, 90.0)
        middle, half = degrees(atan2(along, across)), degrees(acos(share))
        if abs(middle) > 90:  # the arc's middle is beyond a pole: seen from this side of it
            south, north = (middle - half, 90.0) if middle > 0 else (-90.0, middle + half)
        else:
            south, north = max(-90.0, middle - half), min(90.0, middle + half)
        return (south, north) if south < north else None


def sun_at(instant: datetime) -> Sun:
    """instant: aware."""
    days = (instant - _J2000).total_seconds() / 86_400
    mean = 280.460 + 0.9856474 * days
    anomaly = radians(357.528 + 0.9856003 * days)
    ecliptic = radians(mean + 1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly))
    tilt = radians(23.439 - 0.0000004 * days)
    declination = degrees(asin(sin(tilt) * sin(ecliptic)))
    ascension = degrees(atan2(cos(tilt) * sin(ecliptic), cos(ecliptic)))
    sidereal = 280.46061837 + 360.98564736629 * days
    return Sun(declination, (ascension - sidereal + 180) % 360 - 180)
