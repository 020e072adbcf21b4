"""A real OpenTelemetry Collector between a server and the tests: OTLP over
gRPC in, OTLP as JSON out, to a receiver in this process.

OTELCOL names the program.
"""

import contextlib
import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import threading

from harness import TIMEOUT, wait_until
from ports import free_port

KIND = {1: "INTERNAL", 2: "SERVER", 3: "CLIENT"}


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def attributes(of):
    """OTLP's list as a dict; JSON has its integers as text."""
    values = {}
    for attribute in of.get("attributes", []):
        (kind, value), = attribute["value"].items()
        values[attribute["key"]] = int(value) if kind == "intValue" else value
    return values


class Span:

    def __init__(self, span, resource):
        self.name = span["name"]
        self.kind = KIND[span["kind"]]
        self.trace_id = span["traceId"]
        self.id = span["spanId"]
        self.parent_id = span.get("parentSpanId", "")
        self.state = span.get("traceState", "")
        self.start = int(span["startTimeUnixNano"])
        self.end = int(span["endTimeUnixNano"])
        self.failed = span.get("status", {}).get("code") == 2
        self.events = [event["name"] for event in span.get("events", [])]
        self.attributes = attributes(span)
        self.resource = attributes(resource)


class _Receiver(http.server.BaseHTTPRequestHandler):

    def do_POST(self):  # pylint: disable=invalid-name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        for resource in json.loads(body)["resourceSpans"]:
            for scope in resource["scopeSpans"]:
                self.server.spans += [Span(span, resource["resource"])
                                      for span in scope["spans"]]
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


class Collector(contextlib.AbstractContextManager):
    """May be stopped and started again, on the same port."""

    def __init__(self, tls=""):
        self.port = free_port()
        self._tls = tls
        self._folder = tempfile.TemporaryDirectory()
        self._receiver = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), _Receiver)
        self._receiver.spans = []
        self._thread = threading.Thread(target=self._receiver.serve_forever)
        self._thread.start()
        self._process = None

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def start(self):
        config = pathlib.Path(self._folder.name) / "config.yaml"
        config.write_text(f"""
receivers:
  otlp: {{protocols: {{grpc: {{endpoint: "{self.address}", {self._tls}}}}}}}
exporters:
  otlp_http:
    endpoint: http://127.0.0.1:{self._receiver.server_address[1]}
    encoding: json
    compression: none
service:
  telemetry: {{metrics: {{level: none}}}}
  pipelines: {{traces: {{receivers: [otlp], exporters: [otlp_http]}}}}
""")
        self._process = subprocess.Popen(
            [os.environ["OTELCOL"], "--config", config],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        wait_until("the collector", lambda: answers(self.port))
        return self

    def stop(self):
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(TIMEOUT)
            self._process = None

    def trace(self, trace_id, count):
        """The spans of a trace, once there are so many of them."""
        def found():
            spans = [span for span in list(self._receiver.spans)
                     if span.trace_id == trace_id]
            return spans if len(spans) >= count else None
        return wait_until(f"{count} spans of {trace_id}", found)

    @property
    def spans(self):
        return list(self._receiver.spans)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        self._receiver.shutdown()
        self._thread.join(TIMEOUT)
        self._receiver.server_close()
        self._folder.cleanup()
