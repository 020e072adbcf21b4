"""Clients that go away or stop reading while rows keep coming."""

import subprocess
import time
import unittest

from harness import (HEAD, TIMEOUT, ScriptedUpstream, Server, query,
                     row_json, wait_until)

ENDLESS = {"query": query(), "rowLimit": 1_000_000}


class Firehose(ScriptedUpstream):
    """Rows without end; knows what it could send, and when it was cut off."""

    def __init__(self):
        self.sent_bytes = 0
        self.closed_at = None
        super().__init__(self.pour)

    def pour(self, connection, _head):
        rows = ",".join(row_json(n) for n in range(100)).encode()
        connection.sendall(b"HTTP/1.1 200 OK\r\n"
                           b"Content-Type: application/json\r\n"
                           b"Connection: close\r\n\r\n"
                           + HEAD + rows)
        try:
            while True:
                self.sent_bytes += connection.send(b"," + rows)
        except OSError:
            self.closed_at = time.monotonic()


class Pressure(unittest.TestCase):

    def setUp(self):
        self.upstream = self.enterContext(Firehose())
        self.server = self.enterContext(
            Server.on(self.upstream.url, "--page_rows", "1000000"))

    def start(self, stdout):
        call = self.server.start_stream(ENDLESS, stdout=stdout)
        self.addCleanup(call.wait, TIMEOUT)
        self.addCleanup(call.kill)
        wait_until("the first megabyte",
                   lambda: self.upstream.sent_bytes > 1 << 20)
        return call

    def test_a_cancel_closes_the_upstream_socket(self):
        call = self.start(subprocess.DEVNULL)
        start = time.monotonic()
        call.kill()
        wait_until("the socket to be closed", lambda: self.upstream.closed_at)
        print(f"\nupstream socket closed {1000 * (self.upstream.closed_at - start):.0f}"
              " ms after the client was gone")
        line = self.server.calls_logged(1)[0]
        self.assertEqual(line["status"], "CANCELLED")

    def settled(self):
        """Whether nothing more could be sent upstream for a second."""
        before = self.upstream.sent_bytes
        time.sleep(1)
        return self.upstream.sent_bytes == before

    def test_a_stalled_client_stalls_the_upstream(self):
        call = self.start(subprocess.PIPE)
        self.addCleanup(call.stdout.close)
        wait_until("the upstream to be held back", self.settled)
        sent, before = self.upstream.sent_bytes, self.server.rss_kib()
        time.sleep(2)
        after = self.server.rss_kib()
        print(f"\nclient stalled: {sent >> 10} KiB sent in all, RSS {before} "
              f"KiB, two seconds later {after} KiB")
        self.assertEqual(self.upstream.sent_bytes, sent)
        self.assertLessEqual(abs(after - before), 1024)
