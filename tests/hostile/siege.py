"""A server under attack: what healthy clients see meanwhile, and what is left.

Every case prints one line with what it measured. Times are printed; only much
longer ones are failures. The 99th percentile of a healthy client's calls is
printed next to the ones without an attack: alone, and with a busy loop on each
CPU, as the server itself is busy during a flood.

Attackers run at the lowest priority: their CPUs would not be the server's.
"""

import collections
import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time
import unittest
import urllib.error
import urllib.request

import attackers
import harness
from harness import BIN, TIMEOUT, Server, wait_until

HERE = pathlib.Path(__file__).parent
NEXT_CALL_MS = 5000  # A call after an attack succeeds within a second: printed.
RSS_MARGIN_KIB = 64 << 10  # What the allocator may keep after an attack.
SPARE_DESCRIPTORS = 8  # Connections of the healthy client that are closing.
ALONE = 0.5  # Seconds, and as long with busy CPUs.
LOWEST_PRIORITY = 19
BESIDE = 0.3  # Seconds more: an attack may end before the next healthy call.
PROBE_TIMEOUT = 3  # Seconds.

# What makes cases short. An attacker's connection is ended within CUT seconds.
SHORT = ("--request_timeout", "1s")
CUT = 6
ADMIN_CUT = 12  # The admin port has a timeout of its own.


class LimitedServer(Server):
    """One that may have so many descriptors open."""

    def __init__(self, descriptors, *flags):
        # pylint: disable=super-init-not-called,non-parent-init-called
        harness.Program.__init__(
            self, "/usr/bin/prlimit", f"--nofile={descriptors}",
            str(BIN / "backlinks-server"), "--listen", "127.0.0.1:0",
            "--admin_listen", "127.0.0.1:0", *flags)
        self.address, self.admin = re.findall(r"127\.0\.0\.1:\d+",
                                              self.ready_line)[:2]


class Healthy(contextlib.AbstractContextManager):
    """The program healthy.py."""

    def __init__(self, *words):
        environment = harness.clean_environment(GRPC_VERBOSITY="NONE")
        self._process = subprocess.Popen(
            [sys.executable, HERE / "healthy.py", *words], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self.p99_alone = self.p99_busy = None

    def ask(self, word):
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def wait_for_calls(self):
        wait_until("calls of the healthy client",
                   lambda: self.ask("report")["count"])

    def measure(self):
        """What is usual, once there have been calls."""
        self.wait_for_calls()
        self.p99_alone = self._usual_p99()
        with contextlib.ExitStack() as stack:
            for _ in range(os.cpu_count()):
                loop = stack.enter_context(
                    subprocess.Popen([sys.executable, "-c", "while True: 0"]))
                stack.callback(loop.kill)
            self.p99_busy = self._usual_p99()

    def _usual_p99(self):
        self.ask("report")
        time.sleep(ALONE)
        return self.ask("report")["p99"]

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.kill()
        self._process.wait(TIMEOUT)
        self._process.stdout.close()


def descriptors(program):
    return len(os.listdir(f"/proc/{program.process.pid}/fd"))


def rss_kib(program):
    status = pathlib.Path(f"/proc/{program.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


def forget_peak(program):
    """Peak memory is counted from now on."""
    pathlib.Path(f"/proc/{program.process.pid}/clear_refs").write_text("5")


def ratio(value, usual):
    return f"{value / usual:.1f}" if value else "none"


def mib(kib):
    return f"{kib / 1024:.0f}"


COUNTERS = re.compile(
    r"backlinks_(refused|closed|failed)_(?:connections|calls)_total"
    r'{[^}]*reason="(\w+)"[^}]*} (\d+)')


def counters(server):
    """What the metrics say of connections and calls that were ended."""
    return collections.Counter({
        (kind, reason): int(value) for kind, reason, value in
        COUNTERS.findall(server.get("/metrics")[1])})


def probe(server, path="/livez"):
    """The status of the admin port, or None if there is no answer in time."""
    try:
        with urllib.request.urlopen(f"http://{server.admin}{path}",
                                    timeout=PROBE_TIMEOUT) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


class Siege(contextlib.AbstractContextManager):
    """Measures from `with` to the moment when the attackers are gone."""

    def __init__(self, test, name, server, healthy):
        self._test, self._name = test, name
        self._server, self._healthy = server, healthy
        self.attackers, self.notes = [], []

    def __enter__(self):
        self._healthy.ask("report")
        self._rss = self._server.rss_kib()
        self._descriptors = descriptors(self._server)
        self._counters = counters(self._server)
        forget_peak(self._server)
        return self

    def attack(self, count=1, source="127.0.0.2", address=None):
        """So many connections more of one attacker."""
        more = [attackers.Attacker(address or self._server.address, source)
                for _ in range(count)]
        self.attackers += more
        return more

    def note(self, text):
        self.notes.append(text)

    def note_cuts(self):
        cut = [one for one in self.attackers if not one.is_open]
        if not cut:
            self.note(f"0 of {len(self.attackers)} cut")
            return
        farewells = sorted({one.farewell for one in cut} - {""})
        self.note(f"{len(cut)} of {len(self.attackers)} cut, the first after "
                  f"{min(one.seconds for one in cut):.1f} s"
                  + "".join(f" ({farewell})" for farewell in farewells[:2]))

    def assert_counted(self, kind, reason):
        """A metric shows that the server acted."""
        wait_until(f"{kind} {reason}", lambda: self._counted()[kind, reason]
                   >= 1, CUT)

    def _counted(self):
        return counters(self._server) - self._counters

    @property
    def peak_kib(self):
        """How much more memory than before there was at any moment."""
        return self._server.peak_kib() - self._rss

    def __exit__(self, kind, *_):
        time.sleep(BESIDE)
        beside = self._healthy.ask("report")
        self.note_cuts()
        peak = self._server.peak_kib()
        for attacker in self.attackers:
            attacker.close()
        then = self._healthy.ask("connect")
        with contextlib.suppress(AssertionError):
            wait_until("memory and descriptors", self._is_back,
                       10 if kind is None else 1)
        self.notes += [f"{kind} {count} ({reason})" for (kind, reason), count
                       in self._counted().items()]
        left = self._server.rss_kib(), descriptors(self._server)
        self._print(beside, then, peak, *left)
        if kind is None:
            self._verify(beside, then, *left)

    def _print(self, beside, then, peak, rss, count):
        p99 = beside["p99"]
        print(f"\n{self._name}: next call {then['error'] or then['ms']} ms, "
              f"healthy {beside['count']} calls, p99 {p99} ms "
              f"({ratio(p99, self._healthy.p99_alone)} x alone, "
              f"{ratio(p99, self._healthy.p99_busy)} x busy), "
              f"RSS {mib(self._rss)} -> {mib(rss)} MiB "
              f"(peak {mib(peak)}), descriptors {self._descriptors} -> {count}"
              + "".join(f"; {note}" for note in self.notes), flush=True)

    def _verify(self, beside, then, rss, count):
        test = self._test
        test.assertEqual(beside["failures"], [], "calls beside the attack")
        test.assertGreater(beside["count"], 0)
        test.assertEqual(then["error"], "", "the next call")
        test.assertLess(then["ms"], NEXT_CALL_MS)
        test.assertLessEqual(rss, self._rss + RSS_MARGIN_KIB, "memory is kept")
        test.assertLessEqual(count, self._descriptors + SPARE_DESCRIPTORS,
                             "descriptors are kept")

    def _is_back(self):
        return (self._server.rss_kib() <= self._rss + RSS_MARGIN_KIB
                and descriptors(self._server)
                <= self._descriptors + SPARE_DESCRIPTORS)


class Case(unittest.TestCase):
    """A server of its own for each class, with a healthy client; a new one
    after a test that failed."""

    flags = SHORT
    server = healthy = None

    @classmethod
    def start(cls):
        cls.stack = contextlib.ExitStack()
        cls.server = cls.stack.enter_context(cls.open_server())
        cls.healthy = cls.stack.enter_context(cls.open_healthy())
        cls.healthy.measure()

    @classmethod
    def open_server(cls):
        return Server("--log_level", "warn", *cls.flags)

    @classmethod
    def open_healthy(cls):
        return Healthy(cls.server.address)

    @classmethod
    def setUpClass(cls):
        attackers.raise_descriptor_limit()
        cls.addClassCleanup(lambda: cls.stack.close())
        cls.start()

    def siege(self, name=None):
        return Siege(self, name or self.id().split(".", 1)[1], self.server,
                     self.healthy)

    def run(self, result=None):
        before = len(result.failures) + len(result.errors)
        attack = threading.Thread(target=self._run_at_lowest_priority,
                                  args=[result])
        attack.start()
        attack.join()
        if len(result.failures) + len(result.errors) > before:
            self.stack.close()
            self.start()

    def _run_at_lowest_priority(self, result):
        # Of this thread alone, which could not undo it.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(),
                       LOWEST_PRIORITY)
        super().run(result)

    def assert_cut(self, siege, seconds=CUT):
        left = attackers.wait_until_cut(siege.attackers, seconds)
        self.assertEqual(len(left), 0, "connections that the server kept")
