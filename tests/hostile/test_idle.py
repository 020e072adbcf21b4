"""More connections than the server has descriptors for."""

import resource
import time
import unittest

import attackers
import siege
from harness import wait_until
from siege import CUT, SHORT, Case, LimitedServer

HARD_LIMIT = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
if HARD_LIMIT == resource.RLIM_INFINITY:
    HARD_LIMIT = 1 << 20  # The kernel's own limit.
PEERS = attackers.addresses(50)
ADMIN_CONNECTIONS = 64  # As many as the admin port keeps.


class Idle:
    """Connections that send nothing, to a server with a limit of descriptors.

    The limit of connections is reached, so new clients may have to wait until
    some of them have been ended.
    """
    flags = SHORT
    descriptors = count = None

    @classmethod
    def open_server(cls):
        return LimitedServer(cls.descriptors, "--log_level", "warn", *cls.flags)

    def assert_serving(self, under):
        """New clients are served, and so are probes."""
        self.assertEqual(siege.probe(self.server), 200)
        start = time.monotonic()
        wait_until("a new client to be served",
                   lambda: not self.healthy.ask("connect")["error"], CUT)
        under.note(f"new client served {time.monotonic() - start:.1f} s later")
        wait_until("readiness",
                   lambda: siege.probe(self.server, "/readyz") == 200, CUT)

    def test_one_peer(self):
        with self.siege() as under:
            under.attack(self.count)
            self.assert_serving(under)
            self.assert_cut(under)

    def test_many_peers(self):
        with self.siege() as under:
            for peer in PEERS:
                under.attack(self.count // len(PEERS), peer)
            self.assert_serving(under)
            self.assert_cut(under)

    def test_many_peers_on_the_admin_port(self):
        with self.siege() as under:
            for peer in PEERS:
                under.attack(self.count // len(PEERS), peer,
                             self.server.admin)
            start = time.monotonic()
            wait_until("a call", lambda: not self.healthy.ask("connect")[
                "error"], CUT)
            wait_until("a probe", lambda: siege.probe(self.server) == 200,
                       siege.ADMIN_CUT)
            under.note(f"probe served {time.monotonic() - start:.1f} s later")
            kept = len(attackers.still_open(under.attackers))
            self.assertLessEqual(kept, ADMIN_CONNECTIONS)


class Idle64(Idle, Case):
    descriptors, count = 64, 200


class Idle1024(Idle, Case):
    descriptors, count = 1024, 1100


class Idle5000(Idle, Case):
    """As many descriptors as this machine gives."""
    descriptors = HARD_LIMIT
    count = min(5000, descriptors - 200)


if __name__ == "__main__":
    unittest.main()
