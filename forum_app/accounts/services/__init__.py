"""Making people known to the site, letting them in and out. Flushes, never commits."""

from .passwords import guessed_password_fits as guessed_password_fits
from .passwords import password_fits as password_fits
from .passwords import password_hash_of as password_hash_of
from .people import make_admin as make_admin
from .people import user_for as user_for
