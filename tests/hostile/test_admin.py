"""Hostile clients of the admin port, which speaks HTTP/1.1."""

import itertools
import time
import unittest

import attackers
from siege import ADMIN_CUT, SHORT, Case, probe

CROWD = 20
GET = b"GET /metrics HTTP/1.1\r\nHost: server\r\n"
SLOW_BODY = (b"POST /livez HTTP/1.1\r\nHost: server\r\n"
             b"Content-Length: 1000\r\n\r\n")


class Admin(Case):
    flags = SHORT

    def attack(self, siege, count=CROWD):
        return siege.attack(count, address=self.server.admin)

    def assert_live(self, siege):
        start = time.monotonic()
        self.assertEqual(probe(self.server), 200)
        siege.note(f"probe {1000 * (time.monotonic() - start):.1f} ms")

    def test_slow_clients(self):
        """Nothing, a head byte by byte, and a body that does not come."""
        with self.siege() as siege:
            self.attack(siege)
            for attacker in self.attack(siege):
                attacker.send_all(SLOW_BODY)
            attackers.drip(self.attack(siege), GET + b"x" * 1000, 0.1,
                           ADMIN_CUT)
            self.assert_live(siege)
            self.assert_cut(siege, 0)

    def test_head_of_1_mib(self):
        with self.siege() as siege:
            for attacker in self.attack(siege, 20):
                attacker.send_all(GET + b"X: " + b"v" * (1 << 20))
            self.assert_live(siege)
            self.assert_cut(siege, ADMIN_CUT)

    def test_requests_without_reading_the_answers(self):
        request = (GET + b"\r\n") * 100
        with self.siege() as siege:
            crowd = self.attack(siege, 4)
            attackers.flood(crowd, lambda: itertools.repeat(request), 1, False)
            self.assert_live(siege)
            siege.note(f"peak +{siege.peak_kib >> 10} MiB")
            self.assertLess(siege.peak_kib, 32 << 10)


if __name__ == "__main__":
    unittest.main()
