"""Servers that share budgets, restart, and lose what they share."""

import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from harness import STREAM, wait_until
from redis import Redis
from spending import PRICE, QUERY, ROWS, BudgetCase, units

LOCAL = ("--state_unavailable", "local")


class Restarts(BudgetCase):

    def assert_remembers(self, state, **how):
        site = self.site({"one": {"budget": {"day": 250}}})
        with site.start(state) as server:
            self.assert_ok(site.call(server, "one"))
            site.await_spent(server, "one", PRICE)
            server.stop(**how)
        server = site.start(state)
        self.assertEqual(site.spent(server, "one"), PRICE)
        self.assert_ok(site.call(server, "one"))
        self.assert_over_budget(site.call(server, "one"), "day", used=200,
                                limit=250, request_price=PRICE)

    def test_of_a_server_with_redis(self):
        with Redis() as redis:
            self.assert_remembers(redis.url)
            redis.run("FLUSHALL")
            self.assert_remembers(redis.url, how=9)

    def test_of_a_server_with_sqlite(self):
        for name, how in (("one", 15), ("two", 9)):
            folder = self.site({})
            self.assert_remembers("sqlite:" + folder.path(name), how=how)

    def test_without_a_state_the_budget_ends_with_the_server(self):
        site = self.site({"one": {"budget": {"day": 150}}})
        with site.start("") as server:
            self.assert_ok(site.call(server, "one"))
            self.assert_over_budget(site.call(server, "one"), "day", used=100)
        with site.start("") as server:
            self.assert_ok(site.call(server, "one"))

    def test_a_price_of_a_killed_server_stays_reserved(self):
        with Redis() as redis:
            site = self.site({"one": {"budget": {"day": 250}}},
                             upstream=("--fault", "delay_ms=20000,count=1"))
            first, second = (site.start(redis.url) for _ in range(2))
            call = threading.Thread(target=site.call, args=(first, "one"))
            call.start()
            wait_until("the reservation", redis.reservations)
            time.sleep(0.2)  # The request is sent.
            first.stop(9)
            call.join()
            day = site.day(second, "one")
            self.assertEqual([units(day[name]) for name in
                              ("spent", "reserved", "remaining")],
                             [0, PRICE, 150])


class Shared(BudgetCase):

    def setUp(self):
        super().setUp()
        self.redis = self.enterContext(Redis())
        self.one = self.site({"one": {"budget": {"day": 1050}}})

    def test_two_servers_share_a_budget(self):
        site = self.one
        servers = [site.start(self.redis.url) for _ in range(2)]
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(
                lambda number: site.call(servers[number % 2], "one"),
                range(24)))
        done = [answer for answer in answers if answer.code == 0]
        self.assertEqual(len(done), 10)
        for answer in answers:
            if answer.code != 0:
                self.assertEqual(answer.reason, "CALLER_BUDGET", answer.err)
        for server in servers:
            site.await_spent(server, "one", 1000)
        self.assertEqual(site.charged(), 1000)

    def test_two_servers_share_a_file(self):
        site = self.one
        state = "sqlite:" + site.path("state")
        servers = [site.start(state) for _ in range(2)]
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(
                lambda number: site.call(servers[number % 2], "one"),
                range(16)))
        self.assertEqual(sum(answer.code == 0 for answer in answers), 10)
        self.assertEqual(site.charged(), 1000)

    def assert_unavailable(self, server):
        began = time.monotonic()
        answer = self.one.call(server, "one")
        self.assert_error(answer, "UNAVAILABLE", "STATE_UNAVAILABLE")
        self.assertLess(time.monotonic() - began, 15)

    def assert_works_otherwise(self, server):
        """What needs no state, and what says that it is away."""
        site = self.one
        self.assert_ok(server.call(
            "backlinks.v1.BacklinksService/ExplainRefpages",
            {"query": QUERY, "rowLimit": ROWS}, *site.flags("one")))
        self.assertEqual(server.get("/livez")[0], 200)
        usage = site.usage(server, "one")
        self.assert_ok(usage)
        self.assertNotIn("callers", usage.messages[0])
        self.assertTrue(usage.messages[0]["callersProblem"])

    def await_recovery(self, server):
        def works():
            answer = self.one.call(server, "one")
            if answer.code:
                self.assertEqual(answer.reason, "STATE_UNAVAILABLE")
            return answer.code == 0
        wait_until("the state again", works, 30)

    def assert_refused_while(self, make_unavailable, make_available):
        """Nothing is spent meanwhile, and nothing is forgotten."""
        site, server = self.one, self.one.start(self.redis.url)
        self.assert_ok(site.call(server, "one"))
        site.await_spent(server, "one", PRICE)
        make_unavailable()
        self.assert_unavailable(server)
        self.assert_works_otherwise(server)
        self.assertEqual(site.charged(), PRICE)
        make_available()
        self.await_recovery(server)
        site.await_spent(server, "one", 2 * PRICE)
        self.assertEqual(site.charged(), 2 * PRICE)

    def test_stopped_and_started(self):
        self.assert_refused_while(self.redis.stop, self.redis.start)

    def test_suspended_and_resumed(self):
        self.assert_refused_while(self.redis.suspend, self.redis.resume)

    def test_full(self):
        site, server = self.one, self.one.start(self.redis.url)
        self.assert_ok(site.call(server, "one"))
        site.await_spent(server, "one", PRICE)
        self.redis.run("CONFIG SET maxmemory 1")
        self.assert_unavailable(server)
        self.redis.run("CONFIG SET maxmemory 0")
        self.await_recovery(server)
        site.await_spent(server, "one", 2 * PRICE)
        self.assertEqual(site.charged(), 2 * PRICE)

    def test_emptied(self):
        site, server = self.one, self.one.start(self.redis.url)
        self.assert_ok(site.call(server, "one"))
        site.await_spent(server, "one", PRICE)
        self.redis.run("FLUSHALL")
        self.redis.run("SCRIPT FLUSH")
        self.assertEqual(site.spent(server, "one"), 0)
        self.assert_ok(site.call(server, "one"))
        site.await_spent(server, "one", PRICE)

    def test_a_server_starts_without_it(self):
        self.redis.stop()
        server = self.one.start(self.redis.url)
        self.assert_unavailable(server)
        self.redis.start()
        self.await_recovery(server)

    def test_a_first_server_stays_after_the_end_of_another(self):
        site = self.one
        servers = [site.start(self.redis.url) for _ in range(2)]
        self.assert_ok(site.call(servers[0], "one"))
        servers[0].stop(9)
        self.assert_ok(site.call(servers[1], "one"))
        wait_until("both prices", lambda: sum(
            units(site.day(servers[1], "one").get(name))
            for name in ("spent", "reserved")) == 2 * PRICE)

    def test_local(self):
        """Each server within the budget, and all is booked afterwards."""
        site = self.one
        servers = [site.start(self.redis.url, *LOCAL) for _ in range(2)]
        for server in servers:
            self.assert_ok(site.call(server, "one"))
        site.await_spent(servers[0], "one", 2 * PRICE)
        self.redis.stop()
        for _ in range(3):
            for server in servers:
                self.assert_ok(site.call(server, "one"))
        # The budget is kept by each server alone.
        last = None
        for _ in range(12):
            last = site.call(servers[0], "one")
            if last.code:
                break
        self.assert_error(last, "RESOURCE_EXHAUSTED", "CALLER_BUDGET")
        self.redis.start()
        charged = site.charged()
        self.assertLessEqual(charged, 2 * 1050 + 2 * PRICE)
        site.await_spent(servers[1], "one", charged)
        # A server asks the state again after a moment.
        wait_until("the shared budget", lambda: site.call(
            servers[1], "one").reason == "CALLER_BUDGET", 20)
        site.await_spent(servers[1], "one", site.charged())

    def test_local_while_it_is_suspended(self):
        site, server = self.one, self.one.start(self.redis.url, *LOCAL)
        self.redis.suspend()
        for _ in range(3):
            self.assert_ok(site.call(server, "one"))
        self.redis.resume()
        site.await_spent(server, "one", 3 * PRICE)


class DuringARequest(BudgetCase):

    def setUp(self):
        super().setUp()
        self.redis = self.enterContext(Redis())
        self.one = self.site({"one": {"budget": {"day": 1000}}},
                             upstream=("--fault", "delay_ms=1500,count=1"))

    def assert_settled_after(self, make_unavailable, make_available, *flags):
        """The rows are delivered, and the price is written later."""
        site = self.one
        server = site.start(self.redis.url, *flags)
        answers = []
        call = threading.Thread(target=lambda: answers.append(
            server.call(STREAM, {"query": QUERY, "rowLimit": 10},
                        *site.flags("one"))))
        call.start()
        wait_until("the reservation", self.redis.reservations)
        time.sleep(0.2)  # The request is sent.
        make_unavailable()
        call.join()
        self.assert_ok(answers[0])
        self.assertEqual(len(answers[0].rows), 10)
        make_available()
        site.await_spent(server, "one", 50)
        self.assertEqual(site.charged(), 50)

    def test_stopped(self):
        self.assert_settled_after(self.redis.stop, self.redis.start)

    def test_suspended(self):
        self.assert_settled_after(self.redis.suspend, self.redis.resume)

    def test_local(self):
        self.assert_settled_after(self.redis.stop, self.redis.start, *LOCAL)


if __name__ == "__main__":
    unittest.main()
