"""What organisers fill in about who works at a forum."""

from wtforms import RadioField, SelectChoice

from ..forms import Address, Form, Needed, line, said
from ..i18n import N_
from .models import Role

ADDRESS = 254  # characters
ROLES = {
    Role.ORGANISER: N_("Organiser"),
    Role.CALLER: N_("Caller"),
    Role.DOOR: N_("Door"),
}


class GiveRoleForm(Form):
    email = line(
        N_("E-mail address"),
        Needed(N_("Please write the e-mail address.")),
        Address(),
        most=ADDRESS,
    )
    role = RadioField(
        said(N_("Role")),
        choices=[SelectChoice(role.value, said(name)) for role, name in ROLES.items()],
        default=Role.DOOR.value,
    )
