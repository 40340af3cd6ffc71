"""What a passkey's device is asked to sign, and whether it did: as WebAuthn (W3C) has it.

The library is loaded at the first passkey of a process: with what it needs it takes some 7 MB.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ... import seal
from ..models import Passkey, User
from ..rules.second_step import PasskeyRefused
from .second_step import Key

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

NAME = "Hybrid Forum"
# What the library makes of an answer that is none.
_NO_ANSWER = (ValueError, KeyError, TypeError)


@dataclass(frozen=True)
class Site:
    """name: without port, as passkeys are made for it. origin: with scheme and port."""

    name: str
    origin: str


def to_make(site: Site, user: User, known: Iterable[Passkey], challenge: bytes) -> str:
    """The options for `navigator.credentials.create`, as JSON: any device but the known ones."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=site.name,
        rp_name=NAME,
        user_id=seal.fingerprint(f"passkey user {user.id}").encode()[:32],
        user_name=user.email,
        user_display_name=user.name,
        exclude_credentials=_credentials(known),
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return options_to_json(options)


def to_show(site: Site, known: Iterable[Passkey], challenge: bytes) -> str:
    """The options for `navigator.credentials.get`, as JSON: one of the known devices."""
    from webauthn import generate_authentication_options, options_to_json

    options = generate_authentication_options(
        rp_id=site.name, challenge=challenge, allow_credentials=_credentials(known)
    )
    return options_to_json(options)


def made(site: Site, answer: dict[str, object], challenge: bytes, *, device: str) -> Key:
    """The passkey that `answer` makes. Raises PasskeyRefused."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
        )
    except (WebAuthnException, *_NO_ANSWER):
        raise PasskeyRefused from None
    return Key(
        credential=bytes_to_base64url(found.credential_id),
        public_key=bytes_to_base64url(found.credential_public_key),
        sign_count=found.sign_count,
        name=device,
    )


def shown(
    site: Site, answer: dict[str, object], challenge: bytes, known: Mapping[str, Passkey]
) -> tuple[str, int]:
    """(the passkey, how often it signed) where one of `known` signed. Raises PasskeyRefused.

    known: by the name that the device gives its passkey.
    """
    from webauthn import base64url_to_bytes, verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        passkey = known[str(answer["id"])]
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, *_NO_ANSWER):
        raise PasskeyRefused from None
    return passkey.credential, found.new_sign_count


def _credentials(known: Iterable[Passkey]) -> list["PublicKeyCredentialDescriptor"]:
    from webauthn import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(x.credential)) for x in known]
