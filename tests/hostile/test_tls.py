"""Slow clients of a server with TLS, at each step of the handshake."""

import pathlib
import ssl
import tempfile
import unittest

import attackers
import http2
from certificate import make_certificate
from siege import CUT, SHORT, Case, Healthy

CROWD = 20


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
