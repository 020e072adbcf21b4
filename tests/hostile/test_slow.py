"""Clients that take their time: at each step of a call on the gRPC port."""

import itertools
import time
import unittest

import attackers
import http2
from siege import CUT, SHORT, Case

CROWD = 20
INTERVAL = 0.1  # Seconds between two bytes.
SETTINGS = http2.frame(http2.Kind.SETTINGS, bytes(6 * 1000))
CONTINUATION = http2.frame(http2.Kind.CONTINUATION,
                           http2.literal("a", "b" * 1000), stream=1)
MESSAGE = http2.data(1, http2.message(b"", size=1 << 20))

# What each crowd sends at once, and what follows byte by byte.
STEPS = {
    "nothing": (b"", b""),
    "preface": (b"", http2.PREFACE),
    "preface without settings": (http2.PREFACE, b""),
    "settings": (http2.PREFACE + SETTINGS[:9], SETTINGS[9:]),
    "no call": (http2.HELLO, b""),
    "no call, but pings": (http2.HELLO, http2.frame(http2.Kind.PING, bytes(8))),
    "headers": (http2.HELLO + http2.call(1, flags=0), CONTINUATION),
    "headers without their end": (http2.HELLO + http2.call(1, flags=0), b""),
}


class Slow(Case):
    flags = SHORT

    def test_every_step_before_a_call(self):
        with self.siege() as siege:
            crowds = {name: siege.attack(CROWD) for name in STEPS}
            for name, crowd in crowds.items():
                for attacker in crowd:
                    attacker.send_all(STEPS[name][0])
            self.drip(crowds)
            kept = {name: len(left) for name, crowd in crowds.items()
                    if (left := attackers.still_open(crowd))}
            self.assertEqual(kept, {}, "connections that the server kept")
            siege.assert_counted("closed", "first_request_timeout")

    @staticmethod
    def drip(crowds):
        end = time.monotonic() + CUT
        rests = {name: itertools.cycle(STEPS[name][1]) for name in STEPS
                 if STEPS[name][1]}
        while time.monotonic() < end and any(
                attackers.still_open(crowd) for crowd in crowds.values()):
            for name, rest in rests.items():
                byte = bytes([next(rest)])
                for attacker in crowds[name]:
                    attacker.send(byte)
            time.sleep(INTERVAL)

    def test_message(self):
        """The request of a call comes byte by byte, each in a frame."""
        with self.siege() as siege:
            crowd = siege.attack(CROWD)
            for attacker in crowd:
                attacker.send_all(http2.HELLO + http2.call(1) + MESSAGE)
            end = time.monotonic() + CUT
            while time.monotonic() < end and (left := [
                    attacker for attacker in crowd
                    if not attackers.has_ended(attacker)]):
                for attacker in left:
                    attacker.send(http2.data(1, b"\0"))
                time.sleep(INTERVAL)
            self.assertEqual(len(left), 0, "calls without a request")

    def test_message_after_a_call(self):
        """The connection has had a complete call before."""
        call = (http2.call(1) + http2.data(1, http2.message(b"\x0a\x01a"),
                                           http2.END_STREAM))
        with self.siege() as siege:
            crowd = siege.attack(CROWD)
            for attacker in crowd:
                attacker.send_all(http2.HELLO + call + http2.call(3))
            end = time.monotonic() + CUT
            while time.monotonic() < end and (left := [
                    attacker for attacker in crowd
                    if not attackers.has_ended(attacker, 3)]):
                time.sleep(INTERVAL)
            self.assertEqual(len(left), 0, "calls without a request")
            siege.assert_counted("failed", "REQUEST_TIMEOUT")


if __name__ == "__main__":
    unittest.main()
