"""The pages of signing in, of one's own account, and of those who administer the site.

For the rooms above: the guards, `user_or_sign_in`, `need_second_step`.
"""

from . import account as account
from . import entering as entering
from . import mailed as mailed
from . import own as own
from . import passkeys as passkeys
from . import recovery as recovery
from . import second_step as second_step
from . import site as site
from .blueprint import LOOKING as LOOKING
from .blueprint import bp as bp
from .blueprint import need_second_step as need_second_step
from .blueprint import signed_in as signed_in
from .blueprint import user_of_cookie as user_of_cookie
from .blueprint import user_or_sign_in as user_or_sign_in
