"""The secret that was typed outlasts a refusal, sealed: no page says it, nobody types it twice."""

import json

from flask import g, request

from ... import seal
from ..rules.links import Secret
from ..rules.secrets import SecretOfAnother


def keep(address: str | None, secret: Secret) -> None:
    """For whoever typed it, until their next press. address: it belongs to; None for any."""
    if secret.text is not None:
        known = {"by": g.caller, "of": address, "text": secret.text, "name": secret.name}
        g.kept_secret = seal.sealed(json.dumps(known))


def kept_for(address: str) -> Secret | None:
    """What was typed before, in this press or the one before. Raises SecretOfAnother."""
    try:
        known = json.loads(seal.opened(g.get("kept_secret") or request.form.get("kept", "")))
    except (seal.CannotOpen, ValueError):
        return None
    if not isinstance(known, dict) or known.get("by") != g.caller:
        return None
    if known["of"] not in (None, address):
        raise SecretOfAnother
    return Secret(text=known["text"], name=known["name"])
