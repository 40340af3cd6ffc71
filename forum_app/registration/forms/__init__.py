"""What delegates fill in."""

from .fields import LinkRequestForm as LinkRequestForm
from .fields import PlainForm as PlainForm
from .fields import RegistrationForm as RegistrationForm
from .fields import registration_form as registration_form
from .particulars import particulars_form as particulars_form
from .registering import DeskRegistrationForm as DeskRegistrationForm
from .registering import desk_registration_form as desk_registration_form
from .sessions import ChangeForm as ChangeForm
from .sessions import change_form as change_form
from .sessions import codes_chosen as codes_chosen
