"""Every program over TLS, verified against a CA that it is given.

The key is sent, but the server has no callers' file: that it is accepted, and
another is not, is to be tested where there is one.
"""

import pathlib
import subprocess
import tempfile
import unittest

import harness
from programs import PROGRAMS, run

# tonic is built without TLS.
LANGUAGES = sorted(set(PROGRAMS) - {"rust"})


def make_certificate(folder, name):
    """The paths of a certificate, signed by itself, and of its key."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
         f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return str(certificate), str(key)


class Tls(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(
            cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.certificate, key = make_certificate(folder, "server")
        cls.other, _ = make_certificate(folder, "other")
        cls.server = cls.enterClassContext(harness.Server(
            "--tls_cert_file", cls.certificate, "--tls_key_file", key))

    def tour(self, language, ca_file):
        return run(language, self.server.address, BACKLINKS_CA_FILE=ca_file,
                   BACKLINKS_API_KEY="blk_example")

    def test_every_tour_gets_its_rows(self):
        for language in LANGUAGES:
            with self.subTest(language):
                code, lines = self.tour(language, self.certificate)
                self.assertEqual(code, 0, lines[-1:])
                self.assertEqual(sum("row" in line for line in lines), 5)

    def test_another_ca_ends_the_connection(self):
        for language in LANGUAGES:
            with self.subTest(language):
                code, lines = self.tour(language, self.other)
                self.assertNotEqual(code, 0)
                self.assertEqual(lines[-1]["error"]["code"], "UNAVAILABLE")


if __name__ == "__main__":
    unittest.main()
