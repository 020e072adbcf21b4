"""Fifty callers, five servers that are killed again and again, one Redis; and
the upstream's own account, in which each request names its caller.

BACKLINKS_BUDGETS_SEED repeats the choices of a run; each prints its seed.
"""

import contextlib
import os
import random
import re
import signal
import threading
import time
import unittest

import grpc

from backlinks.v1 import backlinks_service_pb2 as pb
from backlinks.v1 import backlinks_service_pb2_grpc as rpc
from harness import wait_until
from ports import free_ports
from redis import Redis
from spending import MILLI, BudgetCase, Site, units

SERVERS = 5
CALLERS = 50
PEACE = 3  # Seconds without kills, and after them those with.
KILLS = 10
DISTURBANCES = 4  # Of Redis.
PAGE = 60  # Rows; one costs 3 units, for its third field.
MAX_PRICE = 3 * PAGE
DEADLINE = 10  # Seconds of a call.
MARK = re.compile(r"caller-\d\d")  # In the upstream's account.
EXPECTED = {"RESOURCE_EXHAUSTED", "UNAVAILABLE", "CANCELLED",
            "DEADLINE_EXCEEDED"}


def request(name, rows):
    """Its filter, which is true for all rows, has the name."""
    query = pb.RefpagesQuery(target="github.com",
                             mode=pb.TARGET_MODE_SUBDOMAINS)
    query.read_mask.paths.extend(["url_from", "url_to"])
    query.where.not_expression.predicate.title.equals = name
    return pb.StreamRefpagesRequest(query=query, row_limit=rows)


class Caller(threading.Thread):
    """Calls until it is told to stop, with deadlines that are sometimes too
    short once there are kills."""

    def __init__(self, name, key, stubs, fleet, seed):
        super().__init__(name=name, daemon=True)
        self.statuses = {}
        self._metadata = [("authorization", f"Bearer {key}")]
        self._stubs, self._fleet = stubs, fleet
        self._random = random.Random(seed)

    def run(self):
        while not self._fleet.stop.is_set():
            status = self._call()
            self.statuses[status] = self.statuses.get(status, 0) + 1
            time.sleep(self._random.uniform(0, 0.1))

    def _call(self):
        timeout = DEADLINE
        if self._fleet.kills and self._random.random() < 0.1:
            timeout = self._random.uniform(0.001, 0.05)
        try:
            stream = self._random.choice(self._stubs).StreamRefpages(
                request(self.name, self._random.randint(1, 3 * PAGE)),
                timeout=timeout, metadata=self._metadata)
            for _ in stream:
                pass
            return "OK"
        except grpc.RpcError as error:
            return error.code().name


class Fleet:
    """Servers at addresses of their own, to which they come back."""

    def __init__(self, site, state, flags):
        self._site, self._state, self._flags = site, state, flags
        self.addresses = [f"127.0.0.1:{port}" for port in free_ports(SERVERS)]
        self.servers = [self._start(address) for address in self.addresses]
        self.stop = threading.Event()
        self.kills = 0

    def _start(self, address):
        return self._site.start(
            self._state, "--listen", address, "--upstream_max_rows_per_request",
            str(PAGE), "--log_level", "warn", *self._flags)

    def kill(self, index):
        self.kills += 1
        self.servers[index].stop(signal.SIGKILL)
        self.servers[index] = self._start(self.addresses[index])


class Kills(BudgetCase):

    def setUp(self):
        super().setUp()
        self.seed = int(os.environ.get("BACKLINKS_BUDGETS_SEED")
                        or time.time_ns())
        self.random = random.Random(self.seed)
        self.redis = self.enterContext(Redis())
        self.budgets = {f"caller-{number:02}":
                        self.random.choice((300, 2000, 10_000))
                        for number in range(CALLERS)}
        self.site = self.enterContext(Site(
            {**{name: {"budget": {"day": budget}}
                for name, budget in self.budgets.items()},
             "boss": {"sees_all": True}},
            upstream=("--fault", "delay_ms=10")))

    def start(self, *flags):
        """The servers, and callers that call them."""
        self.fleet = Fleet(self.site, self.redis.url, flags)
        stubs = [rpc.BacklinksServiceStub(self.enterContext(
            grpc.insecure_channel(address, [
                ("grpc.enable_retries", 0), ("grpc.enable_http_proxy", 0),
                ("grpc.initial_reconnect_backoff_ms", 100),
                ("grpc.max_reconnect_backoff_ms", 200)])))
            for address in self.fleet.addresses]
        callers = [Caller(name, self.site.key(name), stubs, self.fleet,
                          self.random.random()) for name in self.budgets]
        for caller in callers:
            caller.start()
        return callers

    def end(self, callers):
        self.fleet.stop.set()
        for caller in callers:
            caller.join(2 * DEADLINE)
        return {status for caller in callers for status in caller.statuses}

    def charged(self):
        """What the upstream charged for each caller."""
        sums = dict.fromkeys(self.budgets, 0)
        for line in self.site.requests():
            sums[MARK.search(line["where"]).group()] += line["milli_price"]
        return {name: milli / MILLI for name, milli in sums.items()}

    def booked(self):
        """What each caller has spent, and what is reserved for it; nothing
        while the server does not reach its state."""
        answer = self.site.usage(self.fleet.servers[0], "boss",
                                 allCallers=True)
        self.assert_ok(answer)
        return {caller["caller"]: (units(caller["day"]["spent"]),
                                   units(caller["day"].get("reserved")))
                for caller in answer.messages[0].get("callers", [])
                if caller["caller"] in self.budgets}

    def assert_within_budgets(self, sums):
        for name, budget in self.budgets.items():
            self.assertLessEqual(sums[name], budget, name)

    def assert_all_is_booked(self):
        """Of servers that run: no more and no less than what is charged."""
        charged = self.charged()
        expected = {name: (sum_, 0) for name, sum_ in charged.items()}
        with contextlib.suppress(AssertionError):
            wait_until("all prices", lambda: self.booked() == expected, 20)
        self.assertEqual(self.booked(), expected)
        self.assertGreater(sum(charged.values()), 5000)
        print(f"\nseed {self.seed}: {len(self.site.requests())} requests, "
              f"{sum(charged.values()):.0f} units charged and booked, "
              f"{self.callers_at_budget(charged)} callers at their budget")

    def test_what_is_booked_is_what_is_charged(self):
        callers = self.start()
        time.sleep(PEACE)
        self.assertLessEqual(self.end(callers), {"OK", "RESOURCE_EXHAUSTED"})
        self.assert_all_is_booked()
        self.assert_within_budgets(self.charged())

    def disturb_redis(self):
        leave, come_back = self.random.choice((
            (self.redis.stop, self.redis.start),
            (self.redis.suspend, self.redis.resume)))
        leave()
        time.sleep(self.random.uniform(0, 1))
        come_back()
        time.sleep(self.random.uniform(0.2, 1))

    def test_redis_leaves_and_comes_back(self):
        callers = self.start()
        # Most disturbances are too short to fail a call; this one is not.
        self.redis.stop()
        wait_until("a call that fails without Redis", lambda: any(
            "UNAVAILABLE" in caller.statuses for caller in callers), DEADLINE)
        self.redis.start()
        for _ in range(DISTURBANCES):
            self.disturb_redis()
        time.sleep(1)
        self.assertLessEqual(self.end(callers), {
            "OK", "RESOURCE_EXHAUSTED", "UNAVAILABLE"})
        self.assert_all_is_booked()
        self.assert_within_budgets(self.charged())

    def test_redis_leaves_and_servers_continue(self):
        """Each within the budget, alone; and then all is booked."""
        callers = self.start("--state_unavailable", "local")
        for _ in range(DISTURBANCES):
            self.disturb_redis()
        self.assertLessEqual(self.end(callers), {"OK", "RESOURCE_EXHAUSTED"})
        self.assert_all_is_booked()

    def callers_at_budget(self, sums):
        return sum(budget - sums[name] < MAX_PRICE
                   for name, budget in self.budgets.items())

    def test_kills(self):
        callers = self.start()
        time.sleep(1)
        for _ in range(KILLS):
            self.fleet.kill(self.random.randrange(SERVERS))
            if self.random.random() < 0.2:
                self.disturb_redis()
            else:
                time.sleep(self.random.uniform(0.1, 0.8))
        self.assertLessEqual(self.end(callers), {"OK", *EXPECTED})
        time.sleep(1)  # The servers settle what they reserved.
        charged, booked = self.charged(), self.booked()
        for name, (spent, reserved) in booked.items():
            self.assertLessEqual(charged[name], spent + reserved, name)
            # A request without a response counts, and so does the next one.
            self.assertLessEqual(spent + reserved,
                                 self.budgets[name] + MAX_PRICE, name)
        self.assert_within_budgets(charged)
        lost = sum(spent + reserved for spent, reserved in booked.values()
                   ) - sum(charged.values())
        print(f"\nseed {self.seed}: {self.fleet.kills} kills, "
              f"{len(self.site.requests())} requests, "
              f"{sum(charged.values()):.0f} units charged, {lost:.0f} more "
              f"booked, {self.callers_at_budget(charged)} callers at their "
              "budget")


if __name__ == "__main__":
    unittest.main()
