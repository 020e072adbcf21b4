"""Traces, as a real collector gets them."""

import pathlib
import secrets
import tempfile
import unittest

from certificate import make_certificate
from harness import (SERVICE, ScriptedUpstream, Server, http_answer,
                     query, row_json, wait_until)
from otelcol import Collector

EXPORTED = "backlinks_trace_spans_exported_total"
DROPPED = "backlinks_trace_spans_dropped_total"


class Caller:
    """One call's side of the trace."""

    def __init__(self, sampled=True):
        self.trace_id = secrets.token_hex(16)
        self.span_id = secrets.token_hex(8)
        self.flags = (
            "-H", f"traceparent: 00-{self.trace_id}-{self.span_id}-0"
            f"{int(sampled)}", "-H", "tracestate: vendor=value")


def named(spans, name):
    return [span for span in spans if span.name == name]


class Traces(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.collector = cls.enterClassContext(Collector())
        cls.server = cls.enterClassContext(
            Server("--otlp_endpoint", cls.collector.address, "--page_rows",
                   "20"))

    def test_a_stream_is_a_tree_in_its_callers_trace(self):
        caller = Caller()
        answer = self.server.stream(query(), *caller.flags, rowLimit=50)
        spans = self.collector.trace(caller.trace_id, 6)
        call, = named(spans, f"{SERVICE}/StreamRefpages")
        plan, = named(spans, "plan")
        deliver, = named(spans, "deliver")
        pages = named(spans, "GET")
        self.assertEqual(len(spans), 3 + len(pages))
        self.assertEqual((call.kind, call.parent_id),
                         ("SERVER", caller.span_id))
        self.assertEqual({plan.parent_id, deliver.parent_id}, {call.id})
        self.assertEqual({page.parent_id for page in pages}, {deliver.id})
        self.assertEqual({span.state for span in spans}, {"vendor=value"})
        self.assertEqual(len(pages),
                         int(answer.summary["upstreamCallCount"]))
        self.assertEqual([page.attributes["backlinks.page"] for page in pages],
                         [0, 1, 2])
        self.assertEqual(
            sum(page.attributes["backlinks.price"] for page in pages) * 1000,
            int(answer.summary["computedPrice"]["milliAmount"]))
        self.assertEqual(
            sum(page.attributes["backlinks.rows"] for page in pages), 50)
        self.assertEqual(
            sum(page.attributes["http.response.body.size"] for page in pages),
            int(answer.summary["receivedByteCount"]))
        for child in (plan, deliver, *pages):
            self.assertTrue(
                call.start <= child.start <= child.end <= call.end, child.name)

    def test_names_are_those_of_the_conventions(self):
        caller = Caller()
        self.server.stream(query(), *caller.flags, rowLimit=5)
        spans = self.collector.trace(caller.trace_id, 4)
        call, = named(spans, f"{SERVICE}/StreamRefpages")
        self.assertLessEqual(
            {"rpc.system": "grpc", "rpc.service": SERVICE,
             "rpc.method": "StreamRefpages", "rpc.grpc.status_code": 0,
             "network.peer.address": "127.0.0.1"}.items(),
            call.attributes.items())
        self.assertEqual(call.events, ["first_row"])
        page, = named(spans, "GET")
        self.assertEqual(page.kind, "CLIENT")
        self.assertLessEqual(
            {"http.request.method": "GET", "http.response.status_code": 200,
             "server.address": "127.0.0.1"}.items(), page.attributes.items())
        self.assertNotIn("?", page.attributes["url.full"])
        self.assertEqual(call.resource["service.name"], "backlinks")

    def test_what_the_caller_does_not_sample_is_not_exported(self):
        unsampled, sampled = Caller(sampled=False), Caller()
        self.server.stream(query(), *unsampled.flags, rowLimit=5)
        self.server.stream(query(), *sampled.flags, rowLimit=5)
        self.collector.trace(sampled.trace_id, 4)
        self.assertNotIn(unsampled.trace_id,
                         {span.trace_id for span in self.collector.spans})

    def test_without_a_parent_the_log_has_the_new_traces_id(self):
        answer = self.server.call(f"{SERVICE}/ParseFilter",
                                  {"text": "title = \"a\""})
        self.assertEqual(answer.code, 0, answer.err)
        # No other test calls it.
        line, = wait_until("the call in the log", lambda: [
            line for line in self.server.log
            if line.get("method") == "ParseFilter"])
        call, = self.collector.trace(line["trace_id"], 1)
        self.assertEqual(call.parent_id, "")

    def test_an_error_of_the_caller_is_reported_without_a_quote(self):
        caller = Caller()
        self.server.stream({"target": "secret word"}, *caller.flags)
        spans = self.collector.trace(caller.trace_id, 2)
        call, = named(spans, f"{SERVICE}/StreamRefpages")
        self.assertFalse(call.failed)
        self.assertEqual(call.attributes["error.type"], "INVALID_QUERY")
        self.assertTrue(named(spans, "plan")[0].failed)


class Upstreams(unittest.TestCase):

    def test_nothing_of_a_trace_goes_there_and_retries_are_spans(self):
        answers = [http_answer("{}", "503 Service Unavailable"),
                   http_answer('{"refpages":[%s]}' % row_json(1))]

        def script(connection, _):
            connection.sendall(answers.pop(0))
        with Collector() as collector, ScriptedUpstream(script) as upstream, \
                Server.on(upstream.url, "--otlp_endpoint", collector.address,
                          BACKLINKS_UPSTREAM_TOKEN="s3cret") as server:
            caller = Caller()
            answer = server.stream(query(), *caller.flags, rowLimit=1)
            self.assertEqual(len(answer.rows), 1, answer.err)
            spans = collector.trace(caller.trace_id, 5)
            first, second = named(spans, "GET")
            self.assertEqual(
                (first.attributes["http.response.status_code"], first.failed),
                (503, True))
            self.assertEqual(second.attributes["http.request.resend_count"], 1)
            self.assertFalse(second.failed)
            for head in upstream.heads:
                self.assertNotRegex(head, f"(?i)trace|{caller.trace_id}")
            for span in spans:
                self.assertNotIn("s3cret", str(vars(span)))


class Unavailable(unittest.TestCase):

    def test_the_server_serves_drops_and_exports_again(self):
        collector = Collector()
        with collector, Server("--otlp_endpoint",
                               "http://" + collector.address) as server:
            collector.stop()
            self.assertEqual(server.stream(rowLimit=5).code, 0)
            wait_until("dropped spans", lambda: server.metric(DROPPED) > 0)
            self.assertEqual(server.metric(EXPORTED), 0)
            collector.start()
            caller = Caller()
            self.assertEqual(
                server.stream(query(), *caller.flags, rowLimit=5).code, 0)
            collector.trace(caller.trace_id, 4)
            wait_until("exported spans", lambda: server.metric(EXPORTED) > 0)

    def test_a_drain_brings_the_last_spans(self):
        with Collector() as collector, Server(
                "--otlp_endpoint", collector.address) as server:
            caller = Caller()
            server.stream(query(), *caller.flags, rowLimit=5)
            self.assertEqual(server.stop(), 0)
            collector.trace(caller.trace_id, 4)

    def test_off_both_counters_are_there(self):
        with Server() as server:
            server.stream(rowLimit=5)
            for name in (EXPORTED, DROPPED):
                self.assertIn(f"\n{name} 0\n", server.get("/metrics")[1])


class Tls(unittest.TestCase):

    def test_the_collector_is_verified_against_the_given_certificate(self):
        with tempfile.TemporaryDirectory() as folder:
            cert, key = map(str, make_certificate(pathlib.Path(folder)))
            tls = f'tls: {{cert_file: "{cert}", key_file: "{key}"}}'
            with Collector(tls) as collector, Server(
                    "--otlp_endpoint", "https://" + collector.address,
                    "--otlp_ca_file", cert) as server, Server(
                    "--otlp_endpoint",
                    "https://" + collector.address) as stranger:
                caller, unheard = Caller(), Caller()
                stranger.stream(query(), *unheard.flags, rowLimit=5)
                server.stream(query(), *caller.flags, rowLimit=5)
                collector.trace(caller.trace_id, 4)
                wait_until("dropped spans",
                           lambda: stranger.metric(DROPPED) > 0)
                self.assertNotIn(unheard.trace_id,
                                 {span.trace_id for span in collector.spans})


if __name__ == "__main__":
    unittest.main()
