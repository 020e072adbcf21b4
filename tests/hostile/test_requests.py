"""Requests that are small on the wire and large in the server."""

import itertools
import unittest
import zlib

import attackers
import http2
from harness import wait_until
from http2 import Kind
from siege import SHORT, Case

SECONDS = 1
PEAK_KIB = 96 << 10


def bomb(inflated_bytes):
    """A gzip stream that inflates to so many bytes, a thousand times its
    size."""
    gzip = zlib.compressobj(9, wbits=31)
    zeros = bytes(1 << 20)
    pieces = [gzip.compress(zeros) for _ in range(inflated_bytes >> 20)]
    return b"".join(pieces) + gzip.flush()


class Requests(Case):
    flags = SHORT

    def assert_small(self, siege):
        siege.note(f"peak +{siege.peak_kib >> 10} MiB")
        self.assertLess(siege.peak_kib, PEAK_KIB, "memory at its peak")

    def test_gzip_bomb(self):
        """1 MiB that inflates to 1 GiB, as the request of each method."""
        request = http2.message(bomb(1 << 30), compressed=True)
        for method in ("ParseFilter", "StreamRefpages"):
            with self.siege(f"Requests.gzip_bomb ({method})") as siege:
                (attacker,) = siege.attack()
                attacker.send_all(http2.HELLO + http2.call(
                    1, method, **{"grpc-encoding": "gzip"}))
                sent = attacker.send_in_window(1, request)
                siege.note(f"{sent} of {len(request)} bytes taken")
                wait_until("the end of the call",
                           lambda: attackers.has_ended(attacker), 5)
                self.assert_small(siege)

    def test_header_list_of_1_mib(self):
        block = http2.fields() + b"".join(
            http2.literal(f"x-{number}", "v" * 1000) for number in range(1024))
        frames = [http2.frame(Kind.HEADERS, block[:http2.MAX_FRAME], 0, 1)]
        frames += [http2.frame(Kind.CONTINUATION, block[at:at + 16384], 0, 1)
                   for at in range(http2.MAX_FRAME, len(block), 16384)]
        with self.siege() as siege:
            for attacker in siege.attack(20):
                attacker.send_all(http2.HELLO + b"".join(frames)
                                  + http2.frame(Kind.CONTINUATION, b"",
                                                http2.END_HEADERS, 1))
            self.assert_small(siege)
            self.assert_cut(siege)

    def open_streams(self, connections, each):
        """Streams without a request, whatever the server allows."""
        begin = b"".join(http2.call(stream)
                         for stream in range(1, 2 * each, 2))
        with self.siege() as siege:
            for attacker in siege.attack(connections):
                attacker.send_all(http2.HELLO + begin)
            attackers.wait_until_cut(siege.attackers, 0.5)
            self.assert_small(siege)
            self.assert_cut(siege)

    def test_10000_streams_on_one_connection(self):
        self.open_streams(1, 10_000)

    def test_10000_streams_on_100_connections(self):
        self.open_streams(100, 100)


class Hpack(Case):
    """CVE-2023-33953, and what is like it."""
    flags = SHORT

    def attack(self, begin, chunks):
        with self.siege() as siege:
            crowd = siege.attack(2)
            for attacker in crowd:
                attacker.send_all(http2.HELLO + http2.frame(
                    Kind.HEADERS, http2.fields() + begin, 0, 1))
            attackers.flood(crowd, chunks, SECONDS)
            sent = sum(attacker.sent_bytes for attacker in crowd)
            siege.note(f"{sent >> 10} KiB taken")
            siege.note(f"peak +{siege.peak_kib >> 10} MiB")
            self.assertLess(siege.peak_kib, PEAK_KIB, "memory at its peak")
            self.assert_cut(siege)

    def test_a_string_of_1_gib(self):
        """It was buffered before its size was compared with the limit."""
        piece = http2.frame(Kind.CONTINUATION, b"v" * http2.MAX_FRAME, 0, 1)
        self.attack(b"\0\x01a" + http2.integer(1 << 30),
                    lambda: itertools.repeat(piece))

    def test_a_string_of_1_gib_byte_by_byte(self):
        """All that was buffered was copied again for each frame."""
        piece = http2.frame(Kind.CONTINUATION, b"v", 0, 1) * 500
        self.attack(b"\0\x01a" + http2.integer(1 << 30),
                    lambda: itertools.repeat(piece))

    def test_an_integer_without_end(self):
        zeros = http2.frame(Kind.CONTINUATION, b"\x80" * http2.MAX_FRAME, 0, 1)
        self.attack(b"\0\x01a\x7f", lambda: itertools.repeat(zeros))

    def test_a_small_field_in_each_frame(self):
        """The limit of the header list was that of each frame."""
        def chunks():
            for number in itertools.count():
                yield b"".join(
                    http2.frame(Kind.CONTINUATION,
                                http2.literal(f"x-{number}-{piece}", "v"), 0, 1)
                    for piece in range(100))
        self.attack(b"", chunks)

    def test_the_dynamic_table_is_resized(self):
        resized = (http2.integer(4096, 5, 0x20) + http2.integer(0, 5, 0x20)
                   + http2.literal("x-a", "v" * 64, 0x40)) * 100
        piece = http2.frame(Kind.CONTINUATION, resized, 0, 1)
        self.attack(b"", lambda: itertools.repeat(piece))

    def test_fields_repeat_a_large_entry_of_the_table(self):
        """4,000 bytes for one: what a bomb of HPACK is."""
        begin = http2.literal("x-large", "v" * 4000, 0x40)
        piece = http2.frame(Kind.CONTINUATION, bytes([0x80 | 62]) * 16000, 0, 1)
        self.attack(begin, lambda: itertools.repeat(piece))


if __name__ == "__main__":
    unittest.main()
