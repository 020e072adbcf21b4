"""Slow clients of a server with TLS, at each step of the handshake."""

import pathlib
import ssl
import subprocess
import tempfile
import unittest

import attackers
import http2
from siege import CUT, SHORT, Case, Healthy

CROWD = 20


def make_certificate(folder):
    """A certificate of 127.0.0.1 that signs itself, and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=server", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


def client_hello():
    out = ssl.MemoryBIO()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_alpn_protocols(["h2"])
    handshake = context.wrap_bio(ssl.MemoryBIO(), out,
                                 server_hostname="server")
    try:
        handshake.do_handshake()
    except ssl.SSLWantReadError:
        return out.read()
    raise AssertionError("a handshake without a server")


class Tls(Case):

    @classmethod
    def open_server(cls):
        folder = pathlib.Path(cls.stack.enter_context(
            tempfile.TemporaryDirectory()))
        cls.certificate, key = make_certificate(folder)
        cls.flags = (*SHORT, "--tls_cert_file", str(cls.certificate),
                     "--tls_key_file", str(key))
        return super().open_server()

    @classmethod
    def open_healthy(cls):
        return Healthy(cls.server.address, cls.certificate)

    def test_every_step(self):
        with self.siege() as siege:
            siege.attack(CROWD)  # Nothing.
            for attacker in siege.attack(CROWD):  # Half a handshake.
                attacker.send_all(client_hello())
            for attacker in siege.attack(CROWD):  # Plaintext.
                attacker.send_all(http2.HELLO)
            for attacker in siege.attack(CROWD):  # A handshake, then nothing.
                attacker.encrypt()
            attackers.drip(siege.attack(CROWD), client_hello(), 0.1, CUT)
            self.assert_cut(siege, 0)


if __name__ == "__main__":
    unittest.main()
