"""What /metrics holds: its form, its names, and what is counted."""

import pathlib
import re
import subprocess
import threading
import unittest
import urllib.request

from harness import (TIMEOUT, SERVICE, ScriptedUpstream, Server, TestCase,
                     always, http_answer, query, row_json, wait_until)

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "operations.md"
SAMPLE = re.compile(r"(?P<name>\w+)(?:\{(?P<labels>.*)\})? \S+")
LABEL = re.compile(r'(\w+)="')
# Of callers that have a budget.
WITH_BUDGETS = {name: {"caller", "period"} for name in
                ("backlinks_caller_spent", "backlinks_caller_budget")}
METHOD = f'grpc_method="{SERVICE}/%s"'
STARTED = "grpc_server_call_started_total{%s}"
ENDED = 'grpc_server_call_duration_seconds_count{%s,grpc_status="%s"}'


def series(text):
    """The samples of an exposition without their values."""
    return [line.rpartition(" ")[0] for line in text.splitlines()
            if not line.startswith("#")]


def families(text):
    """The names of metrics, each with its labels' names."""
    types = dict(re.findall(r"^# TYPE (\w+) (\w+)$", text, re.M))
    found = {name: set() for name in types}
    for match in map(SAMPLE.fullmatch, text.splitlines()):
        if not match:
            continue
        name = match["name"]
        if name not in types:
            name = re.sub("_(bucket|sum|count)$", "", name)
        found[name] |= set(LABEL.findall(match["labels"] or "")) - {"le"}
    return found


def documented():
    """The same, from the table in docs/operations.md."""
    return {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in
            re.findall(r"^\| `((?:grpc|backlinks)_\w+)` \|([^|]*)\|",
                       PAGE.read_text(), re.M)}


def call_unknown(address, path):
    """gRPC of a method that does not exist; its status."""
    run = subprocess.run(
        ["curl", "--silent", "--http2-prior-knowledge", "--dump-header", "-",
         "--header", "content-type: application/grpc",
         "--header", "te: trailers", "--data-binary", "@-",
         f"http://{address}/{path}"],
        # No message: the server ends the stream without waiting for one, and
        # curl may take that for an error while it still sends.
        stdin=subprocess.DEVNULL, capture_output=True, check=True,
        timeout=TIMEOUT)
    return int(re.search(rb"grpc-status: (\d+)", run.stdout).group(1))


class Form(TestCase):

    def test_promtool_reports_nothing(self):
        self.server.stream(rowLimit=5)
        self.server.stream({})
        run = subprocess.run(["promtool", "check", "metrics"],
                             input=self.server.get("/metrics")[1],
                             capture_output=True, text=True, check=False)
        self.assertEqual((run.returncode, run.stdout + run.stderr), (0, ""))

    def test_the_readme_has_every_metric_and_label(self):
        self.server.stream(rowLimit=5)
        found = {name: labels for name, labels in
                 families(self.server.get("/metrics")[1]).items()
                 if not name.startswith("process_")}
        self.assertEqual({**WITH_BUDGETS, **found}, documented())

    def test_series_are_there_before_the_first_call(self):
        with Server() as fresh:
            wait_until("the first check of the state", lambda: fresh.metric(
                'backlinks_state_checks_total{result="success"}') > 0)
            before = series(fresh.get("/metrics")[1])
            fresh.stream(rowLimit=5)
            after = series(fresh.get("/metrics")[1])
        self.assertEqual(before, after)

    def test_callers_make_no_series(self):
        call_unknown(self.server.address, "no.such.Service/Method")
        before = series(self.server.get("/metrics")[1])
        for number in range(20):
            status = call_unknown(self.server.address, f"evil.S{number}/M")
            self.assertEqual(status, 12)
        self.assertEqual(series(self.server.get("/metrics")[1]), before)

    def test_the_content_type_is_prometheus(self):
        with urllib.request.urlopen(
                f"http://{self.server.admin}/metrics") as answer:
            self.assertEqual(answer.headers["Content-Type"],
                             "text/plain; version=0.0.4; charset=utf-8")


class Calls(TestCase):

    def metric_after(self, sample, value):
        wait_until(f"{sample} to be {value}",
                   lambda: self.server.metric(sample) == value)

    def test_every_method(self):
        for method, request in (
                ("ListRefpages", {"query": query()}),
                ("ExplainRefpages", {"query": query()}),
                ("ParseFilter", {"text": "ahrefs_rank > 5"}),
                ("GetUsage", {})):
            with self.subTest(method):
                answer = self.server.call(f"{SERVICE}/{method}", request)
                self.assertEqual(answer.code, 0, answer.err)
                label = METHOD % method
                self.metric_after(STARTED % label, 1)
                self.metric_after(ENDED % (label, "OK"), 1)
                self.assertGreater(self.server.metric(
                    "grpc_server_call_sent_total_compressed_message_size_bytes"
                    f'_sum{{{label},grpc_status="OK"}}'), 0)

    def test_an_unknown_method_is_other(self):
        label = 'grpc_method="other"'
        before = self.server.metric(STARTED % label)
        self.assertEqual(call_unknown(self.server.address, "a.B/C"), 12)
        self.metric_after(STARTED % label, before + 1)
        self.metric_after(ENDED % (label, "UNIMPLEMENTED"), before + 1)

    def test_sizes_are_of_serialized_messages(self):
        # Two fields of a byte of tag and one of length each, and a number.
        request = {"query": {"target": "github.com",
                             "mode": "TARGET_MODE_SUBDOMAINS"}}
        with Server() as server:
            server.call(f"{SERVICE}/ExplainRefpages", request)
            name = ("grpc_server_call_rcvd_total_compressed_message_size_bytes"
                    f'_sum{{{METHOD % "ExplainRefpages"},grpc_status="OK"}}')
            self.assertEqual(server.metric(name),
                             2 + (2 + len("github.com")) + 2)

    def test_a_list_that_fails_has_sent_no_rows(self):
        broken = http_answer('{"refpages":[' + row_json(1) + ",nonsense")
        with ScriptedUpstream(always(broken)) as upstream, \
                Server.on(upstream.url) as server:
            answer = server.call(f"{SERVICE}/ListRefpages", {"query": query()})
            self.assertNotEqual(answer.code, 0)
            self.assertEqual(server.metric("backlinks_sent_rows_total"), 0)
            self.assertEqual(server.metric("backlinks_sent_bytes_total"), 0)
            self.assertEqual(server.metric("backlinks_scanned_rows_total"), 1)


class Rejections(unittest.TestCase):

    def test_a_call_too_many_is_counted(self):
        proceed = threading.Event()

        def wait(connection, _head):
            proceed.wait(TIMEOUT)
            connection.sendall(http_answer('{"refpages":[]}'))

        with ScriptedUpstream(wait) as upstream, \
                Server.on(upstream.url, "--max_streams", "1") as server:
            running = server.start_stream({"query": query()})
            try:
                wait_until("the stream", lambda: server.metric(
                    "backlinks_active_streams") == 1)
                self.assertEqual(server.stream().reason, "CONCURRENCY")
                label = METHOD % "StreamRefpages"
                self.assertEqual(server.metric(STARTED % label), 2)
                self.assertEqual(
                    server.metric(ENDED % (label, "RESOURCE_EXHAUSTED")), 1)
                self.assertEqual(
                    server.metric("backlinks_active_streams"), 1)
            finally:
                proceed.set()
                running.wait(TIMEOUT)
            wait_until("no stream", lambda: server.metric(
                "backlinks_active_streams") == 0)


class UpstreamFigures(unittest.TestCase):

    def test_retries_and_phases(self):
        answers = [http_answer("", "503 Service Unavailable"),
                   http_answer('{"refpages":[' + row_json(1) + "]}")]

        def script(connection, _head):
            connection.sendall(answers.pop(0))

        with ScriptedUpstream(script) as upstream, \
                Server.on(upstream.url) as server:
            self.assertEqual(server.stream(rowLimit=1).code, 0)
            self.assertEqual(
                server.metric("backlinks_upstream_retries_total"), 1)
            for status in ("200", "503"):
                self.assertEqual(server.metric(
                    f'backlinks_upstream_requests_total{{status="{status}"}}'),
                    1)
            for phase in ("resolve", "connect", "head", "body"):
                self.assertEqual(server.metric(
                    "backlinks_upstream_phase_seconds_count"
                    f'{{phase="{phase}"}}'), 2, phase)

    def test_a_wait_for_the_rate_limit(self):
        empty = http_answer('{"refpages":[]}')
        with ScriptedUpstream(always(empty)) as upstream, \
                Server.on(upstream.url, "--upstream_requests_per_minute",
                          "1") as server:
            self.assertEqual(server.stream(rowLimit=1).code, 0)
            waiting = server.start_stream({"query": query(), "rowLimit": 1})
            wait_until("the stream", lambda: server.metric(
                "backlinks_active_streams") == 1)
            # It is told when the wait ends, here by its caller's going.
            waiting.terminate()
            waiting.wait(TIMEOUT)
            wait_until("the wait", lambda: server.metric(
                "backlinks_upstream_rate_wait_seconds_total") > 0)

    def test_malformed_cells(self):
        row = '{"url_from":"https://a.example/","ahrefs_rank":"seven"}'
        with ScriptedUpstream(always(http_answer(
                '{"refpages":[' + row + "]}"))) as upstream, \
                Server.on(upstream.url) as server:
            self.assertEqual(server.stream(rowLimit=1).code, 0)
            self.assertEqual(server.metric(
                'backlinks_malformed_cells_total{column="ahrefs_rank"}'), 1)


if __name__ == "__main__":
    unittest.main()
