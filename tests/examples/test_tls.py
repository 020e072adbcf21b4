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

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
       "-days", "2")


def make_ca(folder, name):
    """The path of a CA's certificate; its key has the suffix .key."""
    certificate = folder / f"{name}.pem"
    openssl("req", "-x509", *KEY, "-subj", f"/CN={name}", "-keyout",
            certificate.with_suffix(".key"), "-out", certificate)
    return certificate


def make_pair(folder, ca):
    """The paths of a server's certificate, which the CA signed, and its key."""
    pair = folder / "server.pem", folder / "server.key"
    openssl("req", "-x509", *KEY, "-subj", "/CN=server", "-CA", ca, "-CAkey",
            ca.with_suffix(".key"), "-addext", "subjectAltName=IP:127.0.0.1",
            "-addext", "basicConstraints=critical,CA:FALSE", "-keyout",
            pair[1], "-out", pair[0])
    return pair


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True)


class Tls(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(
            cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.ca, cls.other = make_ca(folder, "ca"), make_ca(folder, "other")
        certificate, key = make_pair(folder, cls.ca)
        cls.server = cls.enterClassContext(harness.Server(
            "--tls_cert_file", certificate, "--tls_key_file", key))

    def tour(self, language, ca_file):
        return run(language, self.server.address, BACKLINKS_CA_FILE=str(ca_file),
                   BACKLINKS_API_KEY="blk_example")

    def test_every_tour_gets_its_rows(self):
        for language in PROGRAMS:
            with self.subTest(language):
                code, lines = self.tour(language, self.ca)
                self.assertEqual(code, 0, lines[-1:])
                self.assertEqual(sum("row" in line for line in lines), 5)

    def test_another_ca_ends_the_connection(self):
        for language in PROGRAMS:
            with self.subTest(language):
                code, lines = self.tour(language, self.other)
                self.assertNotEqual(code, 0)
                self.assertEqual(lines[-1]["error"]["code"], "UNAVAILABLE")


if __name__ == "__main__":
    unittest.main()
