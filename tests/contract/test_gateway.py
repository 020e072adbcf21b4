"""The contract as a stranger with nothing but HTTP finds it."""

import json
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

from certificate import make_certificate
from fixtures import GATEWAY, Gateway
import harness

CODE = harness.CODE
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
NO_TARGET = {"query": {"mode": "TARGET_MODE_EXACT"}}
RPCS = {"/v1/refpages:stream": "post", "/v1/refpages:list": "post",
        "/v1/refpages:explain": "post", "/v1/filters:parse": "post",
        "/v1/usage": "get"}


def ask(gateway, path, body=None, **headers):
    """Status and body; `body` is sent by POST."""
    data = body if isinstance(body, bytes | None) else json.dumps(
        body).encode()
    request = urllib.request.Request(gateway.url + path, data, headers)
    try:
        with urllib.request.urlopen(request,
                                    timeout=harness.TIMEOUT) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def detail(error, kind):
    return next((one for one in error.get("details", [])
                 if one["@type"].endswith("google.rpc." + kind)), {})


class Answers(harness.TestCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gateway = cls.enterClassContext(Gateway(cls.server.address))

    def ask(self, path, body=None, **headers):
        return ask(self.gateway, path, body, **headers)

    def test_rows_are_those_of_grpc(self):
        _, text = self.ask("/v1/refpages:stream",
                           {"query": harness.query(), "rowLimit": 1200})
        rows = [row for line in text.splitlines()
                for row in json.loads(line)["result"].get("refpages", [])]
        self.assertEqual(len(rows), 1200)
        self.assertEqual(rows, self.server.stream(rowLimit=1200).rows)

    def test_a_star_is_every_column(self):
        page = {"query": harness.query(), "pageSize": 3}
        star = {"query": harness.query(readMask="*"), "pageSize": 3}
        whole, starred = (self.ask("/v1/refpages:list", body)
                          for body in (page, star))
        self.assertEqual(starred[0], 200, starred[1])
        self.assertEqual(json.loads(starred[1])["refpages"],
                         json.loads(whole[1])["refpages"])

    def test_errors_have_details(self):
        for path, body in (("/v1/refpages:list", NO_TARGET),
                           ("/v1/refpages:explain", NO_TARGET),
                           ("/v1/refpages:stream", NO_TARGET)):
            with self.subTest(path):
                status, text = self.ask(path, body)
                error = json.loads(text)
                error = error.get("error", error)
                self.assertEqual((status, error["code"]),
                                 (400, CODE["INVALID_ARGUMENT"]))
                self.assertEqual(detail(error, "ErrorInfo")["reason"],
                                 "INVALID_QUERY")
                self.assertEqual(
                    [violation["field"] for violation in
                     detail(error, "BadRequest")["fieldViolations"]],
                    ["query.target"])

    def test_bodies_that_cannot_be_read(self):
        # Each but for one slip a request that has rows.
        whole = json.dumps({"query": harness.query(), "rowLimit": 1})
        for body in (whole[:-1], f"[{whole}]", whole + " and more",
                     whole.replace("rowLimit", "rowsLimit"),
                     whole.replace('"target"', '"wehre": {}, "target"'),
                     whole.replace("SUBDOMAINS", "SUBDOMAIN"),
                     " " * (2 << 20) + whole):
            with self.subTest(body[-30:]):
                status, text = self.ask("/v1/refpages:stream", body.encode())
                self.assertEqual(status, 400, text)
                error = json.loads(text)
                self.assertEqual(detail(error, "ErrorInfo")["reason"],
                                 "INVALID_QUERY")

    def test_paths_and_methods_that_are_not_there(self):
        for path, body, expected in (
                ("/v1/nothing", None, 404), ("/v1/refpages:steal", {}, 404),
                ("/v1/refpages:list", None, 405), ("/v1/usage", {}, 405)):
            with self.subTest(path):
                status, text = self.ask(path, body)
                self.assertEqual(status, expected)
                self.assertIn("code", json.loads(text))

    def test_a_trace_context_reaches_the_server(self):
        status, _ = self.ask("/v1/refpages:list", {"query": harness.query()},
                             traceparent=f"00-{TRACE}-00f067aa0ba902b7-01")
        self.assertEqual(status, 200)
        harness.wait_until("the call in the log", lambda: TRACE in [
            line.get("trace_id") for line in self.server.log])

    def test_grpcs_own_headers_stay_inside(self):
        with urllib.request.urlopen(self.gateway.url + "/v1/usage") as answer:
            self.assertEqual([name for name in answer.headers
                              if name.lower().startswith("grpc")], [])

    def test_openapi_describes_every_rpc(self):
        _, text = self.ask("/openapi.json")
        document = json.loads(text)
        self.assertEqual({path: next(iter(methods)) for path, methods
                          in document["paths"].items()}, RPCS)
        refs = re.findall(r'"#/definitions/([^"]+)"', text)
        self.assertLessEqual(set(refs), set(document["definitions"]))
        definitions = document["definitions"].items()
        self.assertEqual({name for name, message in definitions
                          if "description" not in message},
                         {"Any", "Status"})

    def test_openapi_describes_every_column(self):
        document = json.loads(self.ask("/openapi.json")[1])
        columns = document["definitions"]["Refpage"]["properties"]
        self.assertEqual(columns["ahrefsRank"]["description"],
                         "URL Rating of the referring page, 0 to 100")
        self.assertEqual({name for name, column in columns.items()
                          if "description" not in column}, set())


class Unavailable(unittest.TestCase):

    def test_an_unavailable_server(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            nobody = f"127.0.0.1:{taken.getsockname()[1]}"
        gateway = self.enterContext(Gateway(nobody))
        for path in ("/readyz", "/v1/usage"):
            status, text = ask(gateway, path)
            self.assertEqual((status, json.loads(text)["code"]),
                             (503, CODE["UNAVAILABLE"]))
        self.assertEqual(ask(gateway, "/livez"), (200, "ok\n"))


class Start(unittest.TestCase):

    def test_wrong_flags(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            in_use = f"127.0.0.1:{taken.getsockname()[1]}"
            for flags, word in (
                    (["--nonsense"], "nonsense"), (["word"], "word"),
                    (["--drain_grace", "-1s"], "drain_grace"),
                    (["--tls_key_file", "k"], "tls_certificate_file"),
                    (["--server_ca_file", "/no/file"], "/no/file"),
                    (["--server_ca_file", "/dev/null"], "no PEM"),
                    (["--server", "%zz"], "--server"),
                    (["--service_config_file", "/no/file"], "/no/file"),
                    (["--service_config_file", "/dev/null"], "config"),
                    (["--listen", in_use], in_use)):
                with self.subTest(flags):
                    run = subprocess.run(
                        [GATEWAY, *flags], capture_output=True, text=True,
                        check=False, timeout=harness.TIMEOUT)
                    self.assertEqual((run.returncode, run.stdout), (2, ""))
                    self.assertEqual(len(run.stderr.splitlines()), 1)
                    self.assertIn(word, run.stderr)

    def test_https(self):
        folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))
        certificate, key = make_certificate(folder)
        gateway = self.enterContext(Gateway(
            "127.0.0.1:1", "--tls_certificate_file", certificate,
            "--tls_key_file", key))
        self.assertIn("https://", gateway.ready_line)
        answer = subprocess.run(
            ["curl", "-sS", "--cacert", certificate,
             f"https://{gateway.address}/livez"],
            capture_output=True, text=True, check=True)
        self.assertEqual(answer.stdout, "ok\n")
