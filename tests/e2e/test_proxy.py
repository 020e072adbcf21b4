"""Proxies of the environment: never for loopback, and not for no_proxy."""

import subprocess

from harness import (BIN, TIMEOUT, ScriptedUpstream, TestCase, always,
                     clean_environment)

FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"


class Proxy(TestCase):

    def setUp(self):
        self.proxy = self.enterContext(ScriptedUpstream(always(FORBIDDEN)))

    def run_program(self, name, *words, **more):
        environment = clean_environment(http_proxy=self.proxy.url, **more)
        for variable in ("no_proxy", "NO_PROXY"):
            if variable not in more:
                environment.pop(variable, None)
        return subprocess.run(
            [BIN / name, *words], capture_output=True, text=True, check=False,
            timeout=TIMEOUT, stdin=subprocess.DEVNULL, env=environment)

    def client(self, server, **more):
        return self.run_program("backlinks", "usage", "--server", server,
                                "--timeout", "20s", **more)

    def test_loopback_is_direct(self):
        port = self.server.address.rpartition(":")[2]
        for server in (self.server.address, f"localhost:{port}",
                       f"dns:///localhost:{port}", f"127.0.0.1:{port}"):
            with self.subTest(server):
                run = self.client(server)
                self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.proxy.heads, [])

    def test_the_health_check_is_direct(self):
        run = self.run_program("backlinks-server", "--listen",
                               self.server.address, "--healthcheck")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(self.proxy.heads, [])

    def test_other_names_go_by_the_proxy(self):
        run = self.client("127.evil.invalid:50051")
        self.assertEqual(run.returncode, 1)
        self.assertIn("UNAVAILABLE", run.stderr)
        self.assertTrue(self.proxy.heads)
        for head in self.proxy.heads:
            self.assertTrue(
                head.startswith("CONNECT 127.evil.invalid:50051 "), head)

    def test_no_proxy_is_honored(self):
        run = self.client("server.invalid:50051", no_proxy="a.test, .invalid")
        self.assertEqual(run.returncode, 1)
        self.assertEqual(self.proxy.heads, [])
