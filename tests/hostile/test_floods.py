"""Frames that cost the client nothing, as fast as the server takes them.

No call on these connections is ever complete, so the server ends them when
--request_timeout is over, if not before.
"""

import itertools
import pathlib
import struct
import unittest

import attackers
import http2
from http2 import Kind
from siege import SHORT, Case

CROWD = 2
SECONDS = 1
EACH = 500  # Frames at once.
PEAK_KIB = 128 << 10


class Floods(Case):
    flags = SHORT

    def flood(self, chunks, begin=b"", reads=True):
        with self.siege() as siege:
            crowd = siege.attack(CROWD)
            for attacker in crowd:
                attacker.send_all(http2.HELLO + begin)
            attackers.flood(crowd, chunks, SECONDS, reads)
            sent = sum(attacker.sent_bytes for attacker in crowd)
            siege.note(f"{sent >> 10} KiB taken")
            self.assertLess(siege.peak_kib, PEAK_KIB, "memory at its peak")
            self.assert_cut(siege)

    def test_more_threads_than_floods(self):
        """Each flood keeps one of gRPC's threads, of which there would be two
        on four CPUs."""
        tasks = pathlib.Path(f"/proc/{self.server.process.pid}/task")
        names = [path.read_text().strip() for path in tasks.glob("*/comm")]
        self.assertGreaterEqual(names.count("nexting_thread"), 2 * CROWD)

    def same(self, frame, **options):
        chunk = frame * EACH
        self.flood(lambda: itertools.repeat(chunk), **options)

    def test_ping(self):
        self.same(http2.frame(Kind.PING, bytes(8)))

    def test_ping_without_reading_the_answers(self):
        self.same(http2.frame(Kind.PING, bytes(8)), reads=False)

    def test_settings(self):
        self.same(http2.frame(Kind.SETTINGS,
                              struct.pack(">HI", 4, 1 << 16)))

    def test_settings_without_reading_the_answers(self):
        self.same(http2.frame(Kind.SETTINGS), reads=False)

    def test_rapid_reset(self):
        """CVE-2023-44487."""
        begin, end = http2.fields(), http2.reset

        def chunks():
            for first in itertools.count(1, 200):
                yield b"".join(
                    http2.frame(Kind.HEADERS, begin, http2.END_HEADERS, stream)
                    + end(stream) for stream in range(first, first + 200, 2))
        self.flood(chunks)

    def test_rapid_reset_of_whole_calls(self):
        """The server has begun to work when the reset comes."""
        begin, end = http2.fields(), http2.reset
        request = http2.message(b"\x0a\x0fahrefs_rank > 5")

        def chunks():
            for first in itertools.count(1, 200):
                yield b"".join(
                    http2.frame(Kind.HEADERS, begin, http2.END_HEADERS, stream)
                    + http2.data(stream, request, http2.END_STREAM)
                    + end(stream) for stream in range(first, first + 200, 2))
        self.flood(chunks)

    def test_empty_data(self):
        self.same(http2.data(1, b""), begin=http2.call(1))

    def test_padding(self):
        """DATA of padding alone."""
        padding = http2.frame(Kind.DATA, bytes([255]) + bytes(255),
                              http2.PADDED, 1)
        self.same(padding, begin=http2.call(1))

    def test_empty_continuation(self):
        self.same(http2.frame(Kind.CONTINUATION, stream=1),
                  begin=http2.call(1, flags=0))

    def test_window_update(self):
        self.same(http2.frame(Kind.WINDOW_UPDATE, struct.pack(">I", 1)))

    def test_priority(self):
        chunk = b"".join(
            http2.frame(Kind.PRIORITY, struct.pack(">IB", 0, 16), stream=stream)
            for stream in range(1, 2 * EACH, 2))
        self.flood(lambda: itertools.repeat(chunk))

    def test_unknown_frames(self):
        self.same(http2.frame(0xbe, bytes(16)))


if __name__ == "__main__":
    unittest.main()
