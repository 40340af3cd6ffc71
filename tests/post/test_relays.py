"""Relays that encrypt, ask for a password, or may not be given one; what MAIL_URL may say."""

import datetime as dt
import ssl
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from forum_app.post.tasks import carriers, deliver_due

from ..builders import NOW
from ..tools import relay as relays

pytestmark = pytest.mark.usefixtures("room")  # deliver_due stands in an application context


@pytest.fixture
def certificate(tmp_path):
    """Files of a certificate for 127.0.0.1 that vouches for itself, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = dt.datetime.now(dt.UTC)
    host = x509.IPAddress(ip_address("127.0.0.1"))
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([host]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    files = tmp_path / "certificate.pem", tmp_path / "key.pem"
    files[0].write_bytes(signed.public_bytes(pem))
    files[1].write_bytes(key.private_bytes(pem, *plain))
    return files


@pytest.fixture
def tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.mark.parametrize("ask", ["", "?tls=starttls"])
def test_letters_and_password_travel_encrypted_where_the_relay_offers_it(
    app, lay, tls, certificate, monkeypatch, ask
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    lay()
    with relays.running(tls_context=tls, require_starttls=True, auth_required=True) as relay:
        app.config["MAIL_URL"] = f"smtp://forum:p%40ss@127.0.0.1:{relay.port}{ask}"
        deliver_due(NOW)

        assert relay.logins == [("forum", "p@ss")]
        assert len(relay.letters) == 1


def test_a_relay_that_speaks_tls_from_the_first_byte_is_given_the_letters(
    app, lay, tls, certificate, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    lay()
    with relays.running(ssl_context=tls) as relay:
        app.config["MAIL_URL"] = f"smtps://127.0.0.1:{relay.port}"
        deliver_due(NOW)

        assert len(relay.letters) == 1


def test_a_relay_whose_certificate_nobody_vouches_for_is_given_nothing(app, lay, look, tls):
    uuid = lay()
    with relays.running(tls_context=tls) as relay:
        app.config["MAIL_URL"] = f"{relay.url}?tls=starttls"
        deliver_due(NOW)

        assert relay.letters == []
    assert "CERTIFICATE_VERIFY_FAILED" in look(uuid).last_error


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("url", ["smtp://forum:pass@{}", "smtp://forum:pass@{}?tls=starttls"])
def test_no_password_is_sent_in_the_clear(app, lay, look, url):
    uuid = lay()
    with relays.running(auth_required=True, auth_require_tls=False) as relay:
        app.config["MAIL_URL"] = url.format(f"127.0.0.1:{relay.port}")
        deliver_due(NOW)

        assert relay.logins == []
    assert "TLS" in look(uuid).last_error
    assert "pass" not in look(uuid).last_error.replace("password", "")


@pytest.mark.parametrize("url", ["", "file://mail", "http://x", "smtp://", "smtp://h?tls=maybe"])
def test_a_mail_url_that_names_nobody_is_refused(url):
    with pytest.raises(ValueError, match="MAIL_URL"):
        carriers.carrier_of(url, "localhost")
