"""Servers that follow the master of Redis Sentinel."""

import pathlib
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

from certificate import make_certificate
from harness import wait_until
from ports import free_port
from redis import Redis
from sentinel import SERVICE, Group, Sentinel
from spending import PRICE, BudgetCase

PASSWORD = "p4ssw0rd/of:redis"
FAILOVER_SECONDS = 30
CONNECTIONS = 2  # Of each server.


class Failover(BudgetCase):

    def start(self, sentinels, budget):
        self.group = self.enterContext(Group(sentinels))
        self.one = self.site({"one": {"budget": {"day": budget}}})
        self.servers = [self.one.start(self.group.url) for _ in range(2)]

    def await_call(self, server):
        """Until a call passes. Those that fail spend nothing."""
        def passes():
            answer = self.one.call(server, "one")
            if answer.code:
                self.assert_error(answer, "UNAVAILABLE", "STATE_UNAVAILABLE")
            return not answer.code
        wait_until("the new master", passes, FAILOVER_SECONDS)

    def assert_spent(self, amount):
        for server in self.servers:
            self.one.await_spent(server, "one", amount)
            self.assert_over_budget(self.one.call(server, "one"), "day",
                                    used=amount)
        self.assertEqual(self.one.charged(), amount)

    def spend_before(self):
        """On each server; until the replica knows it."""
        for server in self.servers:
            self.assert_ok(self.one.call(server, "one"))
        for server in self.servers:
            self.one.await_spent(server, "one", 2 * PRICE)
        self.group.await_replica()

    def test_when_the_master_and_a_sentinel_are_away(self):
        self.start(sentinels=3, budget=450)
        self.spend_before()
        self.group.master.stop()
        self.group.sentinels[0].stop()
        for server in self.servers:
            self.await_call(server)
        self.assert_spent(4 * PRICE)

    def test_when_the_master_is_there(self):
        """Sentinels make it a replica ten seconds later."""
        self.start(sentinels=1, budget=450)
        self.spend_before()
        reply = self.group.sentinels[0].reply(f"SENTINEL FAILOVER {SERVICE}")
        self.assertEqual(reply, b"+OK\r\n")
        wait_until("the servers", lambda: self.group.replica.users()
                   == CONNECTIONS * len(self.servers), FAILOVER_SECONDS)
        self.assertIn("role:master", self.group.master.replication())
        for server in self.servers:
            self.assert_ok(self.one.call(server, "one"))
        self.assert_spent(4 * PRICE)

    def spend_all(self, server):
        """Calls until the budget is spent; how many have passed."""
        count = 0
        while True:
            answer = self.one.call(server, "one")
            if answer.reason == "CALLER_BUDGET":
                return count
            count += answer.code == 0

    def test_while_many_calls_run(self):
        callers = 6
        budget = 40 * PRICE
        self.start(sentinels=1, budget=budget)
        with ThreadPoolExecutor(callers) as pool:
            runs = [pool.submit(self.spend_all, self.servers[number % 2])
                    for number in range(callers)]
            wait_until("some calls", lambda: self.one.charged() >= 5 * PRICE)
            self.group.master.stop()
            counts = [run.result() for run in runs]
        # Each caller may have lost the price of the call that it made when the
        # master was killed, or its settlement.
        self.assertLessEqual(self.one.charged(), budget + callers * PRICE)
        self.assertGreaterEqual(self.one.charged(), budget - callers * PRICE)
        self.assertLessEqual(sum(counts) * PRICE, self.one.charged())


class Errors(BudgetCase):

    def setUp(self):
        super().setUp()
        self.redis = self.enterContext(Redis())
        self.sentinel = self.enterContext(Sentinel(self.redis.port, 1))
        self.away = free_port()

    def start(self, service):
        """A server, for which one Sentinel is away."""
        self.one = self.site({"one": {"budget": {"day": 150}}})
        return self.one.start(
            f"redis+sentinel://127.0.0.1:{self.away},"
            f"127.0.0.1:{self.sentinel.port}/{service}")

    def test_a_sentinel_that_is_away(self):
        server = self.start(SERVICE)
        self.assert_ok(self.one.call(server, "one"))
        self.assertEqual(server.get("/readyz"), (200, "ok\n"))

    def test_a_service_that_no_sentinel_knows(self):
        server = self.start("other")
        wait_until("a check", lambda: server.get("/readyz")[1] != "ok\n")
        self.assertRegex(
            server.get("/readyz")[1],
            r"\Aok\nstate: unavailable since .*Z: Redis at other \(Sentinel\): "
            rf".*Sentinel at 127\.0\.0\.1:{self.sentinel.port}: it knows no "
            r"service other(;.*)?\n\Z")
        self.assertIn(f"Sentinel at 127.0.0.1:{self.away}: Connection refused",
                      server.get("/readyz")[1])
        self.assert_error(self.one.call(server, "one"), "UNAVAILABLE",
                          "STATE_UNAVAILABLE")


class Tls(BudgetCase):

    def setUp(self):
        super().setUp()
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.cert, key = map(str, make_certificate(folder))
        self.redis_port, self.sentinel_port = free_port(), free_port()
        redis = self.enterContext(Redis(
            "--tls-port", str(self.redis_port), "--tls-cert-file", self.cert,
            "--tls-key-file", key, "--tls-auth-clients", "no"))
        redis.run(f"CONFIG SET requirepass {PASSWORD}")
        self.enterContext(Sentinel(
            self.redis_port, 1, f"requirepass {PASSWORD}",
            f"tls-port {self.sentinel_port}", f"tls-cert-file {self.cert}",
            f"tls-key-file {key}", "tls-auth-clients no",
            f"tls-ca-cert-file {self.cert}", "tls-replication yes"))

    def call(self, password):
        site = self.site({"one": {"budget": {"day": 150}}})
        server = site.start(
            f"rediss+sentinel://127.0.0.1:{self.sentinel_port}/{SERVICE}",
            "--state_ca_file", self.cert, BACKLINKS_STATE_PASSWORD=password)
        answer = site.call(server, "one")
        self.assertNotIn(password, server.err)
        return answer

    def test_with_a_password(self):
        self.assert_ok(self.call(PASSWORD))

    def test_with_a_wrong_password(self):
        self.assert_error(self.call("not " + PASSWORD), "UNAVAILABLE",
                          "STATE_UNAVAILABLE")


if __name__ == "__main__":
    unittest.main()
