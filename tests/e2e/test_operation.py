"""Flags, ports, probes, metrics, the log and the drain."""

import signal
import socket
import subprocess
import unittest

from harness import (BIN, TIMEOUT, CODE, HalfThenWait, Server, TestCase,
                     clean_environment, per_dialect, query, wait_until)


def start_and_fail(*flags, **environment):
    return subprocess.run(
        [BIN / "backlinks-server", *flags], capture_output=True, text=True,
        check=False, timeout=TIMEOUT, stdin=subprocess.DEVNULL,
        env=clean_environment(**environment))


class Probes(TestCase):

    def test_live_and_ready(self):
        for path in ("/livez", "/readyz"):
            with self.subTest(path):
                self.assertEqual(self.server.get(path), (200, "ok\n"))

    def test_unknown_path(self):
        self.assertEqual(self.server.get("/nothing")[0], 404)

    def test_metrics_count_calls_and_rows(self):
        name = ('grpc_server_call_duration_seconds_count{grpc_method='
                '"backlinks.v1.BacklinksService/StreamRefpages",'
                'grpc_status="INVALID_ARGUMENT"}')
        before = self.server.metric(name)
        self.server.stream({})
        wait_until("the call to be counted",
                   lambda: self.server.metric(name) == before + 1)
        self.server.stream(rowLimit=7)
        self.assertIn("backlinks_upstream_requests_total",
                      self.server.get("/metrics")[1])

    def test_log_has_one_json_line_a_call(self):
        with Server() as server:
            server.stream(query("en.wikipedia.org"), rowLimit=5)
            server.stream({})
            good, bad = server.calls_logged(2)
        self.assertEqual(
            (good["method"], good["status"], good["rows"], good["target"]),
            ("StreamRefpages", "OK", 5, "en.wikipedia.org"))
        self.assertEqual((bad["status"], bad["reason"]),
                         ("INVALID_ARGUMENT", "INVALID_QUERY"))


class Start(unittest.TestCase):

    def assert_rejected(self, run, word):
        self.assertEqual(run.returncode, 2, run.stderr)
        self.assertEqual(run.stdout, "")
        self.assertEqual(len(run.stderr.splitlines()), 1, run.stderr)
        self.assertIn(word, run.stderr)

    def test_wrong_flags(self):
        for flags, word in ((["--nonsense"], "--nonsense"),
                            (["--page_rows", "0"], "page_rows"),
                            (["--upstream", "nobody"], "upstream"),
                            (["--listen", "nowhere"], "listen"),
                            (["--embedded_data", "/no/file"], "/no/file"),
                            (["--callers_file", "/no/file"], "/no/file")):
            with self.subTest(flags=flags):
                self.assert_rejected(start_and_fail(*flags), word)

    def test_wrong_environment(self):
        self.assert_rejected(start_and_fail(BACKLINKS_PAGE_ROWS="many"),
                            "BACKLINKS_PAGE_ROWS")

    def test_port_in_use(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            for flags in (
                    ["--listen", address, "--admin_listen", "127.0.0.1:0"],
                    ["--listen", "127.0.0.1:0", "--admin_listen", address]):
                with self.subTest(flags=flags):
                    self.assert_rejected(start_and_fail(*flags), address)

    def test_flags_win_over_the_environment(self):
        with Server("--page_rows", "10", BACKLINKS_PAGE_ROWS="20") as server:
            self.assertEqual(
                server.stream(rowLimit=20).summary["pageCount"],
                per_dialect("2", "3"))


class Drain(unittest.TestCase):

    def test_a_running_stream_may_end(self):
        with HalfThenWait() as upstream, \
                Server.on(upstream.url) as server:
            call = server.start_stream({"query": query(), "rowLimit": 2},
                                       stdout=subprocess.PIPE, text=True)
            wait_until("the upstream call", lambda: upstream.heads)
            server.process.send_signal(signal.SIGTERM)
            wait_until("the drain",
                       lambda: any(line.get("message") == "draining"
                                   for line in server.log))
            self.assertIsNone(server.process.poll())
            upstream.proceed.set()
            out, _ = call.communicate(timeout=TIMEOUT)
            self.assertIn("https://example.org/2", out)
            self.assertEqual(call.returncode, 0)
            self.assertEqual(server.process.wait(TIMEOUT), 0)

    def test_after_the_grace_period_it_is_cancelled(self):
        with HalfThenWait() as upstream, \
                Server.on(upstream.url, "--drain_grace", "200ms") as server:
            call = server.start_stream({"query": query()},
                                       stdout=subprocess.DEVNULL)
            wait_until("the upstream call", lambda: upstream.heads)
            server.process.send_signal(signal.SIGTERM)
            self.assertEqual(server.process.wait(TIMEOUT), 0)
            self.assertEqual(call.wait(TIMEOUT), 64 + CODE["UNAVAILABLE"])
            upstream.proceed.set()
