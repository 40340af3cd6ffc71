"""A device that keeps one passkey, and signs whatever it is asked to: also what nobody asked."""

import hashlib
import json
import os
import struct

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url as b64

PRESENT, ATTESTED = 0x01, 0x40  # flags of what it signs (WebAuthn, section 6.1)
ES256 = -7


class Authenticator:
    def __init__(self):
        self.key, self.id = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    def made(self, challenge):
        """The answer to a page that wants a new passkey, as the page posts it."""
        place = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (place.x, place.y))
        public = cbor2.dumps({1: 2, 3: ES256, -1: 1, -2: x, -3: y})
        known = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        said = {"fmt": "none", "attStmt": {}, "authData": _data(PRESENT | ATTESTED, known)}
        return self._answer(
            clientDataJSON=_client("create", challenge), attestationObject=cbor2.dumps(said)
        )

    def signed(self, challenge):
        """The answer to a page that asks for the second step."""
        client, data = _client("get", challenge), _data(PRESENT)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _answer(self, **response):
        answer = {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key"}
        told = {name: b64(value) for name, value in response.items()}
        return {"answer": json.dumps(answer | {"response": told})}


def _client(kind, challenge):
    said = {"type": f"webauthn.{kind}", "challenge": challenge, "origin": "http://localhost"}
    return json.dumps(said).encode()


def _data(flags, more=b""):
    return hashlib.sha256(b"localhost").digest() + bytes([flags]) + struct.pack(">I", 0) + more
