"""A streamed answer by curl, over an upstream that sends row by row."""

import json
import signal
import socket
import subprocess
import threading
import unittest

from fixtures import Gateway
import harness

CODE = harness.CODE
REQUEST = json.dumps({"query": harness.query(), "rowLimit": 1000})
BEGIN = (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
         b"Connection: close\r\n\r\n" + harness.HEAD)


class StepByStep(harness.ScriptedUpstream):
    """Sends one row, and then what a test says; knows when it was cut off."""

    def __init__(self):
        self.cut_off = threading.Event()
        self.connection = None
        super().__init__(self.begin)

    def begin(self, connection, _head):
        self.connection = connection
        connection.sendall(BEGIN + harness.row_json(0).encode())
        connection.recv(1)
        self.cut_off.set()

    def send_row(self, number):
        self.send("," + harness.row_json(number))

    def send(self, text):
        self.connection.sendall(text.encode())

    def end(self):
        self.send("]}")
        self.connection.shutdown(socket.SHUT_WR)


class Stream(unittest.TestCase):

    gateway_flags = ()

    def setUp(self):
        self.upstream = self.enterContext(StepByStep())
        self.server = self.enterContext(
            harness.Server.on(self.upstream.url, "--page_rows", "1000"))
        self.gateway = self.enterContext(
            Gateway(self.server.address, *self.gateway_flags))

    def curl(self, *words):
        call = subprocess.Popen(
            ["curl", "-sN", *words, "-d", REQUEST,
             self.gateway.url + "/v1/refpages:stream"],
            stdout=subprocess.PIPE, text=True)
        self.addCleanup(call.stdout.close)
        self.addCleanup(call.wait, harness.TIMEOUT)
        self.addCleanup(call.kill)
        return call

    def started(self):
        """A call whose first row has come, while the rest is still to come."""
        call = self.curl()
        self.assertEqual(len(self.next_rows(call)), 1)
        return call

    def next_rows(self, call):
        return json.loads(call.stdout.readline())["result"]["refpages"]

    def lines(self, call):
        """What is left of an answer."""
        lines = [json.loads(line) for line in call.stdout]
        self.assertEqual(call.wait(harness.TIMEOUT), 0)
        return lines

    def assert_logged(self, status):
        self.assertEqual(self.server.calls_logged(1)[0]["status"], status)


class AsItComes(Stream):

    def test_each_row_comes_before_the_next_is_sent(self):
        call = self.started()
        for number in (1, 2):
            self.upstream.send_row(number)
            row, = self.next_rows(call)
            self.assertTrue(row["urlFrom"].endswith(f"/{number}"))
        self.upstream.end()
        self.assertEqual(
            self.lines(call)[-1]["result"]["summary"]["endReason"],
            "END_REASON_EXHAUSTED")

    def test_closing_curl_closes_the_upstream(self):
        self.started().kill()
        self.assertTrue(self.upstream.cut_off.wait(harness.TIMEOUT))
        self.assert_logged("CANCELLED")

    def test_the_deadline_ends_it(self):
        call = self.curl("-H", "Grpc-Timeout: 300m")
        self.assertEqual(self.lines(call)[-1]["error"]["code"],
                         CODE["DEADLINE_EXCEEDED"])
        self.assertTrue(self.upstream.cut_off.wait(harness.TIMEOUT))

    def test_a_late_error_is_the_last_line(self):
        call = self.started()
        self.upstream.send(",nonsense")
        error = self.lines(call)[-1]["error"]
        self.assertEqual(error["code"], CODE["DATA_LOSS"])
        self.assertIn("UPSTREAM_MALFORMED",
                      [detail.get("reason") for detail in error["details"]])

    def test_a_signal_lets_it_end(self):
        call = self.started()
        self.gateway.process.send_signal(signal.SIGTERM)
        self.upstream.send_row(1)
        self.assertEqual(len(self.next_rows(call)), 1)
        self.assertIsNone(self.gateway.process.poll())
        self.upstream.end()
        self.assertIn("summary", self.lines(call)[-1]["result"])
        self.assertEqual(self.gateway.stop(), 0)


class ShortGrace(Stream):

    gateway_flags = ("--drain_grace", "1ms")

    def test_after_the_grace_it_is_cancelled_with_an_error(self):
        call = self.started()
        self.gateway.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.lines(call)[-1]["error"]["code"],
                         CODE["CANCELLED"])
        self.assertEqual(self.gateway.stop(), 0)
        self.assertTrue(self.upstream.cut_off.wait(harness.TIMEOUT))
