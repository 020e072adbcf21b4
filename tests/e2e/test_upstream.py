"""An upstream that fails in every way, and secrets that stay secret."""

import json
import socket
import tempfile
import unittest

from harness import (CODE, DIALECT, HEAD, NO_CACHE, NO_CAP, SERVICE,
                     ScriptedUpstream, Server, TestCase, Upstream, always,
                     http_answer, per_dialect, query, row_json)

TOKEN = "s3cr3t-token-of-the-upstream"
SHORT_READ_TIMEOUT = ("--upstream_read_timeout", "300ms")
CUT = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n' \
      b'Connection: close\r\n\r\n' + HEAD + row_json(1).encode() + b',{'
SHORT = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n' \
        b'Content-Length: 5000\r\n\r\n' + HEAD

# Name, answer, status, reason.
SCRIPTS = [
    ("404", http_answer("<p>no such page", "404 Not Found", "text/html"),
     "INTERNAL", "UPSTREAM_REJECTED"),
    ("HTML with 200", http_answer("<html>welcome", kind="text/html"),
     "DATA_LOSS", "UPSTREAM_MALFORMED"),
    ("error with 200", http_answer('{"error":"something went wrong"}'),
     "INTERNAL", "UPSTREAM_REJECTED"),
    ("invalid token", http_answer('{"error":"invalid token"}', per_dialect(
        "200 OK", "401 Unauthorized")),
     "FAILED_PRECONDITION", "UPSTREAM_CREDENTIALS"),
    ("redirect", http_answer("", "302 Found\r\nLocation: http://127.0.0.1/"),
     "DATA_LOSS", "UPSTREAM_MALFORMED"),
    ("not HTTP", b"220 mail.example ESMTP\r\n\r\n",
     "DATA_LOSS", "UPSTREAM_MALFORMED"),
    ("cut-off JSON, whole body", http_answer(HEAD.decode() + '{"url_from"'),
     "DATA_LOSS", "UPSTREAM_MALFORMED"),
    ("not JSON", http_answer("{nonsense}"), "DATA_LOSS",
     "UPSTREAM_MALFORMED"),
    ("end before Content-Length", SHORT, "UNAVAILABLE",
     "UPSTREAM_UNAVAILABLE"),
    ("402", http_answer("{}", "402 Payment Required"),
     "RESOURCE_EXHAUSTED", "UPSTREAM_QUOTA"),
    ("429", http_answer("{}", "429 Too Many Requests\r\nRetry-After: 99"),
     "RESOURCE_EXHAUSTED", "UPSTREAM_RATE"),
    ("429 until a date", http_answer(
        "{}", "429 Too Many Requests\r\n"
        "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"),
     "RESOURCE_EXHAUSTED", "UPSTREAM_RATE"),
]

# What backlinks-upstream does on demand, as far as its rows can show it.
FAULTS = [
    ("status=404", "INTERNAL", "UPSTREAM_REJECTED"),
    ("html", "DATA_LOSS", "UPSTREAM_MALFORMED"),
    ("error=internal trouble", "INTERNAL", "UPSTREAM_REJECTED"),
    ("garbage_after_bytes=3000", "DATA_LOSS", "UPSTREAM_MALFORMED"),
    ("cut_after_bytes=20", "UNAVAILABLE", "UPSTREAM_UNAVAILABLE"),
    ("reset_after_bytes=20", "UNAVAILABLE", "UPSTREAM_UNAVAILABLE"),
    ("stall_after_bytes=20", "UNAVAILABLE", "UPSTREAM_UNAVAILABLE"),
]

# The order of v3's rows is total: each request resumes after the last row
# that came. That of v2's is not, here, where one page has all rows: each begins
# the page again.
ALWAYS_BROKEN = ("cut_after_bytes=3000", "reset_after_bytes=3000",
                 "stall_after_bytes=3000")


class Faults(TestCase):

    def ask(self, url, *flags):
        with Server.on(url, *flags, BACKLINKS_UPSTREAM_TOKEN=TOKEN) as server:
            answer = server.stream(rowLimit=200)
            server.calls_logged(1)
            self.assertNotIn(TOKEN, server.err)
        self.assertNotIn(TOKEN, answer.err)
        return answer

    def test_scripted_answers(self):
        for name, answer, code, reason in SCRIPTS:
            with self.subTest(name), \
                    ScriptedUpstream(always(answer)) as upstream:
                self.assert_error(self.ask(upstream.url), CODE[code], reason)

    def test_faults_on_demand(self):
        for spec, code, reason in FAULTS:
            with self.subTest(spec), \
                    Upstream("--token", TOKEN, "--fault", spec) as upstream:
                self.assert_error(self.ask(upstream.url, *SHORT_READ_TIMEOUT),
                                  CODE[code], reason)

    def test_an_upstream_that_always_breaks(self):
        for spec in ALWAYS_BROKEN:
            with self.subTest(spec), \
                    Upstream("--token", TOKEN, "--fault", spec) as upstream:
                answer = self.ask(upstream.url, *SHORT_READ_TIMEOUT)
                if DIALECT == "ahrefs_v2":
                    self.assert_error(answer, CODE["UNAVAILABLE"],
                                      "UPSTREAM_UNAVAILABLE")
                else:
                    self.assertEqual((answer.code, len(answer.rows)),
                                     (0, 200), answer.err)

    def test_refused_connection(self):
        with socket.create_server(("127.0.0.1", 0)) as nobody:
            port = nobody.getsockname()[1]
        self.assert_error(self.ask(f"http://127.0.0.1:{port}/"),
                          CODE["UNAVAILABLE"], "UPSTREAM_UNAVAILABLE")

    def test_rows_before_the_error_are_valid(self):
        with ScriptedUpstream(always(CUT)) as upstream:
            answer = self.ask(upstream.url)
        self.assertNotEqual(answer.code, 0)
        self.assertEqual([row["urlFrom"] for row in answer.rows],
                         ["https://example.org/1"])

    def test_a_passing_fault_is_not_seen(self):
        with Upstream("--token", TOKEN, "--fault",
                      "status=503,count=1") as upstream:
            answer = self.ask(upstream.url)
        self.assertEqual((answer.code, len(answer.rows)), (0, 200), answer.err)
        self.assertEqual(answer.summary["upstreamCallCount"], "2")


def v2_server(upstream, *flags):
    return Server("--upstream", "ahrefs_v2", "--upstream_url", upstream.url,
                  *NO_CACHE, *flags, BACKLINKS_UPSTREAM_TOKEN=TOKEN)


class ClampedRequests(unittest.TestCase):
    """A v2 upstream that returns fewer rows than it is asked for, silently."""

    QUERY = query("bugs.python.org")
    PRICE = {"milliAmount": 10**12}

    def read(self, server):
        answer = server.stream(self.QUERY, allRows=True, maxPrice=self.PRICE)
        self.assertEqual(answer.code, 0, answer.err)
        self.assertEqual(answer.summary["endReason"], "END_REASON_EXHAUSTED")
        return answer

    def calls(self, answer):
        return int(answer.summary["upstreamCallCount"])

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with Server("--embedded_dialect", "ahrefs_v2") as server:
            cls.rows = server.stream(cls.QUERY, allRows=True,
                                     maxPrice=cls.PRICE).rows

    def test_no_row_is_lost(self):
        self.assertGreater(len(self.rows), 200)
        with Upstream("--max_rows_per_request", "100") as upstream, \
                v2_server(upstream) as server:
            answer = self.read(server)
            default = server.stream(self.QUERY)
        self.assertEqual(answer.rows, self.rows)
        self.assertEqual(default.rows, self.rows[:1000])
        # One row comes again, to see that the upstream obeys `offset`.
        self.assertEqual(self.calls(answer), -(-(len(self.rows) + 1) // 100))
        self.assertEqual(answer.summary["repeatedPrice"]["milliAmount"], "200")

    def test_a_configured_cap(self):
        with Upstream("--max_rows_per_request", "100") as upstream, v2_server(
                upstream, "--upstream_max_rows_per_request",
                "100") as server:
            answer = self.read(server)
        self.assertEqual(answer.rows, self.rows)
        self.assertNotIn("repeatedPrice", answer.summary)

    def test_an_end_found_by_one_more_request(self):
        the_query = query("github.com", where={"predicate": {
            "anchor": {"contains": "fakeroot"}}})
        with Upstream() as upstream, v2_server(upstream) as unknown, \
                v2_server(upstream, *NO_CAP) as known:
            asked = unknown.stream(the_query)
            told = known.stream(the_query)
        self.assertEqual((asked.code, told.code), (0, 0))
        self.assertEqual(len(asked.rows), len(told.rows))
        self.assertLess(len(told.rows), 1000)
        self.assertEqual(self.calls(asked),
                         self.calls(told) + (1 if told.rows else 0))

    def test_an_upstream_that_ignores_the_offset(self):
        body = '{"refpages":[' + ",".join(map(row_json, range(3))) + "]}"
        with ScriptedUpstream(always(http_answer(body))) as upstream:
            with v2_server(upstream) as server:
                unknown = server.stream()
            with v2_server(upstream, *NO_CAP) as server:
                known = server.stream()
        self.assertEqual(unknown.reason, "ROWS_CHANGED")
        self.assertEqual((known.code, len(known.rows)), (0, 3), known.err)


class LargeCells(unittest.TestCase):

    SIZE = 900_000

    def serve(self, *flags):
        row = json.loads(row_json(1))
        row["anchor"] = "a" * self.SIZE
        body = '{"refpages":[' + json.dumps(row) + "]}"
        upstream = self.enterContext(
            ScriptedUpstream(always(http_answer(body))))
        return self.enterContext(v2_server(upstream, *NO_CAP, *flags))

    def test_are_delivered(self):
        server = self.serve()
        for method in ("StreamRefpages", "ListRefpages"):
            answer = server.call(f"{SERVICE}/{method}", {"query": query()})
            self.assertEqual(answer.code, 0, answer.err)
            self.assertEqual([len(row["anchor"]) for row in answer.rows],
                             [self.SIZE])

    def test_limits_are_named_by_their_flags(self):
        for flags, name in (
                (("--max_cell_bytes", "512KiB"), "--max_cell_bytes"),
                (("--max_cell_bytes", "512KiB", "--max_row_bytes", "512KiB"),
                 "--max_cell_bytes"),
                (("--max_cell_bytes", str(self.SIZE), "--max_row_bytes",
                  str(self.SIZE)), "--max_row_bytes")):
            with self.subTest(flags):
                answer = self.serve(*flags).stream()
                self.assertEqual(answer.reason, "UPSTREAM_MALFORMED")
                self.assertIn(name, answer.status["message"])


class Deadline(TestCase):

    def test_it_holds_whatever_the_upstream_does(self):
        with Upstream("--fault", "delay_ms=30000") as upstream, \
                Server.on(upstream.url) as server:
            answer = server.stream(query(), "-max-time", "0.5")
        self.assertEqual(answer.status["code"], CODE["DEADLINE_EXCEEDED"])


class Token(unittest.TestCase):

    def ask_with(self, *flags, **environment):
        with Upstream("--token", TOKEN) as upstream, \
                Server.on(upstream.url, "--log_level", "debug", *flags,
                          **environment) as server:
            answer = server.stream(rowLimit=2)
            server.calls_logged(1)
            seen = "".join([server.err, answer.err, server.get("/metrics")[1]])
        return answer, seen

    def test_from_the_environment(self):
        answer, seen = self.ask_with(BACKLINKS_UPSTREAM_TOKEN=TOKEN)
        self.assertEqual(len(answer.rows), 2, answer.err)
        self.assertNotIn(TOKEN, seen)

    def test_from_a_file(self):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(TOKEN + "\n")
            file.flush()
            answer, seen = self.ask_with("--upstream_token_file", file.name)
        self.assertEqual(len(answer.rows), 2, answer.err)
        self.assertNotIn(TOKEN, seen)

    def test_a_wrong_one(self):
        answer, seen = self.ask_with(BACKLINKS_UPSTREAM_TOKEN="wrong-t0ken")
        self.assertEqual(answer.reason, "UPSTREAM_CREDENTIALS", answer.err)
        self.assertNotIn("wrong-t0ken", seen)
