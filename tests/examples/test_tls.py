"""Every program over TLS, verified against a CA that it is given, and with an
API key."""

import json
import pathlib
import re
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


def new_key():
    """An API key, and its hash for the callers' file."""
    made = harness.backlinks("keys", "new")
    return (made.stdout.strip(),
            re.search(r"sha256:[0-9a-f]{64}", made.stderr).group())


def with_a_typo(key):
    """The key with another letter in its middle."""
    middle = len(key) // 2
    letter = "a" if key[middle] != "a" else "b"
    return key[:middle] + letter + key[middle + 1:]


class TlsCase(unittest.TestCase):
    """A server with a certificate."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(
            cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.ca = make_ca(cls.folder, "ca")
        certificate, key = make_pair(cls.folder, cls.ca)
        cls.server = cls.enterClassContext(harness.Server(
            "--tls_cert_file", certificate, "--tls_key_file", key,
            *cls.flags()))

    @classmethod
    def flags(cls):
        return ()

    def tour(self, language, ca_file, api_key="blk_example"):
        return run(language, self.server.address,
                   BACKLINKS_CA_FILE=str(ca_file), BACKLINKS_API_KEY=api_key)

    def assert_rows(self, code, lines):
        self.assertEqual(code, 0, lines[-1:])
        self.assertEqual(sum("row" in line for line in lines), 5)


class Tls(TlsCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = make_ca(cls.folder, "other")

    def test_every_tour_gets_its_rows(self):
        for language in PROGRAMS:
            with self.subTest(language):
                self.assert_rows(*self.tour(language, self.ca))

    def test_another_ca_ends_the_connection(self):
        for language in PROGRAMS:
            with self.subTest(language):
                code, lines = self.tour(language, self.other)
                self.assertNotEqual(code, 0)
                self.assertEqual(lines[-1]["error"]["code"], "UNAVAILABLE")


class Keys(TlsCase):
    """The server knows its callers."""

    NAME = "examples-of-every-language"

    @classmethod
    def flags(cls):
        cls.key, cls.digest = new_key()
        file = cls.folder / "callers.yaml"
        file.write_text(
            f'callers:\n- name: {cls.NAME}\n  keys: ["{cls.digest}"]\n')
        return "--callers_file", file

    def test_the_key_of_a_caller(self):
        for language in PROGRAMS:
            with self.subTest(language):
                self.assert_rows(*self.tour(language, self.ca, self.key))
        # Each has asked for a price and for rows.
        harness.wait_until(
            "the calls in the log",
            lambda: sum(line.get("caller") == self.NAME
                        for line in self.server.log) >= 2 * len(PROGRAMS))

    def test_another_key_gets_nothing_and_learns_nothing(self):
        another, _ = new_key()
        for language in PROGRAMS:
            for key in (another, with_a_typo(self.key)):
                with self.subTest(language, key=key):
                    code, lines = self.tour(language, self.ca, key)
                    self.assertNotEqual(code, 0)
                    (line,) = lines
                    self.assertEqual(
                        (line["error"]["code"], line["error"]["reason"]),
                        ("UNAUTHENTICATED", "BAD_CREDENTIALS"))
                    for secret in (self.NAME, self.key, self.digest):
                        self.assertNotIn(secret, json.dumps(lines))


if __name__ == "__main__":
    unittest.main()
