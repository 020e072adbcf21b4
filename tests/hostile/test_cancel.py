"""Calls that are cancelled at random moments leave nothing.

BACKLINKS_CANCEL_SEED repeats a run; each prints its seed.
"""

import collections
import heapq
import os
import random
import re
import struct
import time
import unittest

import attackers
import http2
from harness import Server, Upstream, wait_until
from siege import RSS_MARGIN_KIB, descriptors

CALLS = 20_000
CONNECTIONS = 100
MAX_STREAMS = 64
MAX_LIFE = 0.04  # Seconds.
WHOLE_WINDOW = http2.frame(http2.Kind.WINDOW_UPDATE,
                           struct.pack(">I", 0x7fffffff - 65535))
TARGET = b"\x0a\x03org"  # RefpagesQuery.target
QUERY = b"\x0a" + bytes([len(TARGET) + 2]) + TARGET + b"\x10\x03"
ROW_LIMIT, PAGE_SIZE = b"\x10\xd0\x86\x03", b"\x10\xe8\x07"  # 50000, 1000
BODIES = {"StreamRefpages": QUERY + ROW_LIMIT,
          "ListRefpages": QUERY + PAGE_SIZE,
          "ExplainRefpages": QUERY + ROW_LIMIT}
# Those of the pools of its workers, which keep some connections.
SPARE_DESCRIPTORS = 16
STATUS = re.compile(r"grpc_server_call_duration_seconds_count\{.*"
                    r'grpc_status="(\w+)"\} (\d+)')


class Caller(attackers.Attacker):
    """A connection on which one call follows another."""

    def __init__(self, address):
        super().__init__(address, "127.0.0.1")
        self.send_all(http2.HELLO + WHOLE_WINDOW)
        self._next = 1

    def begin(self, method, with_request):
        """The number of the new call's stream."""
        stream, self._next = self._next, self._next + 2
        request = http2.data(stream, http2.message(BODIES[method]),
                             http2.END_STREAM)
        self.send_all(http2.call(stream, method)
                      + (request if with_request else b""))
        self.receive()
        return stream


class Cancel(unittest.TestCase):

    def setUp(self):
        self.seed = int(os.environ.get("BACKLINKS_CANCEL_SEED")
                        or time.time_ns())
        self.random = random.Random(self.seed)
        self.upstream = self.enterContext(Upstream())
        self.server = self.enterContext(Server.on(
            self.upstream.url, "--log_level", "warn", "--max_streams",
            str(MAX_STREAMS), "--page_rows", "200",
            BACKLINKS_UPSTREAM_TOKEN="key"))

    def call_and_cancel(self, callers, count):
        """At most MAX_STREAMS at a time, each for a random time."""
        running, begun = [], 0
        while begun < count or running:
            while begun < count and len(running) < MAX_STREAMS:
                caller = callers[begun % len(callers)]
                stream = caller.begin(self.random.choice(list(BODIES)),
                                      self.random.random() < 0.9)
                life = self.random.uniform(0, MAX_LIFE)
                heapq.heappush(running, (time.monotonic() + life, begun,
                                         caller, stream))
                begun += 1
            end, _, caller, stream = heapq.heappop(running)
            time.sleep(max(0, end - time.monotonic()))
            caller.send_all(http2.reset(stream))

    def active(self):
        return sum(float(line.split()[-1]) for line in
                   self.server.get("/metrics")[1].splitlines()
                   if line.startswith(("backlinks_active_calls",
                                       "backlinks_active_streams")))

    def statuses(self):
        """How many calls have ended, by their status."""
        statuses = collections.Counter()
        for status, count in STATUS.findall(self.server.get("/metrics")[1]):
            statuses[status] += int(count)
        return statuses

    def measure(self):
        return (descriptors(self.server), descriptors(self.upstream),
                self.server.rss_kib())

    def assert_all_slots_are_free(self):
        callers = [Caller(self.server.address) for _ in range(MAX_STREAMS)]
        for caller in callers:
            caller.begin("StreamRefpages", True)
        wait_until("every slot to be taken", lambda: self.server.metric(
            "backlinks_active_streams") == MAX_STREAMS, 10)
        for caller in callers:
            caller.close()

    def test_20000_calls(self):
        attackers.raise_descriptor_limit()
        callers = [Caller(self.server.address) for _ in range(CONNECTIONS)]
        self.call_and_cancel(callers, 500)  # Fills pools and the allocator.
        wait_until("the end of all calls", lambda: self.active() == 0)
        before, start = self.measure(), time.monotonic()
        self.call_and_cancel(callers, CALLS)
        took = time.monotonic() - start
        wait_until("the end of all calls", lambda: self.active() == 0)
        after = self.measure()
        statuses = self.statuses()
        cancelled = statuses["CANCELLED"]
        print(f"\nseed {self.seed}: {CALLS} calls cancelled in {took:.1f} s, "
              f"{dict(statuses)}; descriptors of the "
              f"server {before[0]} -> {after[0]}, of the upstream {before[1]} "
              f"-> {after[1]}, RSS {before[2]} -> {after[2]} KiB", flush=True)
        self.assertEqual(len(attackers.still_open(callers)), CONNECTIONS)
        self.assertGreater(cancelled, CALLS / 4)
        self.assertLessEqual(after[0], before[0] + SPARE_DESCRIPTORS)
        self.assertLessEqual(after[1], before[1] + SPARE_DESCRIPTORS)
        self.assertLessEqual(after[2], before[2] + RSS_MARGIN_KIB)
        self.assert_all_slots_are_free()
        for caller in callers:
            caller.close()


if __name__ == "__main__":
    unittest.main()
