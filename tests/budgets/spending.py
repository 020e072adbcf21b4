"""Callers with keys and budgets, and an upstream that keeps an account.

The upstream speaks API v3, where a request costs 50 units at least. A row of
QUERY costs 2, so that ROWS of them cost PRICE.
"""

import contextlib
import datetime
import json
import pathlib
import re
import signal
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from harness import (CODE, SERVICE, STREAM, Server, Upstream, backlinks, query,
                     wait_until)

USAGE = SERVICE + "/GetUsage"
QUERY = query(readMask={"paths": ["url_from", "url_to"]})
ROWS = 50
PRICE = 100
MILLI = 1000
DAY = datetime.timedelta(days=1)


def new_key(name):
    """A key, and the hash of it for the callers' file."""
    run = backlinks("keys", "new", "--name", name)
    return run.stdout.strip(), re.search(r"sha256:[0-9a-f]+",
                                         run.stderr).group()


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def avoid_midnight():
    """No test begins in a day, and ends in the next."""
    while (now() + datetime.timedelta(seconds=90)).date() != now().date():
        time.sleep(1)


def rfc3339(date):
    return date.strftime("%Y-%m-%dT00:00:00Z")


def time_of(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def tomorrow():
    return rfc3339(now() + DAY)


def next_month():
    return rfc3339((now().replace(day=1) + 32 * DAY).replace(day=1))


def units(price):
    return int((price or {}).get("milliAmount", 0)) / MILLI


def resume_token(answer):
    """The last one of a stream."""
    return [message["resumeToken"] for message in answer.messages
            if message.get("resumeToken")][-1]


class Site(contextlib.ExitStack):
    """The callers, the upstream, and as many servers as a test starts."""

    def __init__(self, callers, anonymous="deny", upstream=()):
        super().__init__()
        self._folder = pathlib.Path(
            self.enter_context(tempfile.TemporaryDirectory()))
        self.callers_file = str(self._folder / "callers.yaml")
        self._account = self._folder / "account"
        with ThreadPoolExecutor() as pool:
            self._keys = dict(zip(callers, pool.map(new_key, callers)))
        self.write_callers(callers, anonymous)
        self.upstream = self.enter_context(
            Upstream("--account", str(self._account), *upstream))

    def path(self, name):
        return str(self._folder / name)

    def write_callers(self, callers, anonymous="deny"):
        """`callers` are the fields of each name, but for its keys."""
        entries = [{"name": name, "keys": [self._keys[name][1]], **fields}
                   for name, fields in callers.items()]
        new = pathlib.Path(self.callers_file + ".new")
        # JSON is YAML.
        new.write_text(json.dumps({"callers": entries, "anonymous": anonymous}))
        new.rename(self.callers_file)

    def start(self, state, *flags, **environment):
        """A server that the site ends, unless the test does."""
        return self.enter_context(Server.on_v3(
            self.upstream.url, "--state", state, "--callers_file",
            self.callers_file, *flags, **environment))

    def start_with_defaults(self):
        """One whose flags are those that an account of API v3 needs."""
        return self.enter_context(Server(
            "--upstream", "ahrefs_v3", "--upstream_url",
            self.upstream.url + "v3/", "--callers_file", self.callers_file,
            BACKLINKS_UPSTREAM_TOKEN="key"))

    def key(self, name):
        return self._keys[name][0]

    def flags(self, name):
        """Those of grpcurl for the caller; none without a name."""
        return ("-H", f"authorization: Bearer {self.key(name)}") if name else ()

    def call(self, server, name, rows=ROWS, **more):
        return server.call(STREAM, {"query": QUERY, "rowLimit": rows, **more},
                           *self.flags(name))

    def usage(self, server, name, **request):
        return server.call(USAGE, request, *self.flags(name))

    def day(self, server, name):
        """What the caller has spent today."""
        answer = self.usage(server, name)
        assert answer.code == 0 and "callers" in answer.messages[0], (
            answer.err or answer.messages)
        return answer.messages[0]["callers"][0]["day"]

    def spent(self, server, name):
        return units(self.day(server, name)["spent"])

    def await_spent(self, server, name, amount):
        """A price is settled after the end of its call, and once the state is
        available."""
        def is_spent():
            callers = self.usage(server, name).messages[0].get("callers")
            return callers and [units(callers[0]["day"][part]) for part in
                                ("spent", "reserved")] == [amount, 0]
        wait_until(f"{amount} units spent, and none reserved", is_spent, 20)

    def requests(self):
        """The requests in the upstream's account."""
        lines = self._account.read_text().splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def charged(self):
        return sum(request["milli_price"] for request in self.requests()) / MILLI

    def reload(self, server):
        def reloads():
            return sum(line.get("message") == "reloaded" for line in server.log)
        before = reloads()
        server.process.send_signal(signal.SIGHUP)
        wait_until("the reload", lambda: reloads() > before)


class BudgetCase(unittest.TestCase):

    def setUp(self):
        avoid_midnight()

    def site(self, *args, **options):
        return self.enterContext(Site(*args, **options))

    def assert_ok(self, answer):
        self.assertEqual(answer.code, 0, answer.err)

    def assert_error(self, answer, code, reason):
        self.assertEqual((answer.status.get("code"), answer.reason),
                         (CODE[code], reason), answer.err or "no error")

    def assert_over_budget(self, answer, period, **units_of):
        """`units_of` are used, limit and request_price."""
        self.assert_error(answer, "RESOURCE_EXHAUSTED", "CALLER_BUDGET")
        metadata = answer.detail("ErrorInfo")["metadata"]
        self.assertEqual(metadata["period"], period)
        reset = time_of(metadata["reset_time"])
        self.assertEqual(reset, time_of(
            {"day": tomorrow, "month": next_month}[period]()))
        for name, amount in units_of.items():
            self.assertEqual(metadata[name + "_milli"], str(amount * MILLI))
        self.assertTrue(answer.detail("QuotaFailure")["violations"])
        delay = float(answer.detail("RetryInfo")["retryDelay"][:-1])
        self.assertAlmostEqual(delay, (reset - now()).total_seconds(),
                               delta=10)
