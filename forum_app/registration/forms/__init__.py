"""What delegates fill in."""

from .fields import LinkRequestForm as LinkRequestForm
from .fields import PlainForm as PlainForm
from .fields import RegistrationForm as RegistrationForm
from .fields import SessionsForm as SessionsForm
from .fields import registration_form as registration_form
from .fields import sessions_form as sessions_form
from .offer import Offer as Offer
from .offer import SessionOffer as SessionOffer
from .offer import offer_of as offer_of
