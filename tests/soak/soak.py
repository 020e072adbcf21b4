"""Callers of every kind over a healthy and a failing upstream, for some time:
soak.py MINUTES.

Prints the calls by their status, and memory and descriptors of each program, at
the start (after a tenth of the time, when pools are full), in the middle and at
the end; no caller runs at these moments. Exits with 1 if a descriptor is left,
or a call of a healthy caller over the healthy upstream failed.
"""

import collections
import contextlib
import pathlib
import re
import sys
import tempfile
import threading
import time

import attackers
import callers
from harness import Server, Upstream, backlinks, wait_until
from siege import descriptors, mib, rss_kib

FAULT = "cut_after_rows=150"  # Of the failing upstream's every page.
FLAGS = ("--log_level", "off", "--page_rows", "200", "--request_timeout", "1s",
         "--stall_timeout", "10s")
LEAST = 3  # Seconds of each part.
SETTLING = 20  # Seconds until all connections are closed, at most.
TRIMMING = 6  # Seconds after which freed memory is back at the system.
# Connections to the upstream that the pools keep differ by some.
SPARE_DESCRIPTORS = 8


def write_callers_file(folder):
    """The file with one caller, and the caller's key."""
    made = backlinks("keys", "new")
    file = pathlib.Path(folder) / "callers.yaml"
    digest = re.search(r"sha256:[0-9a-f]{64}", made.stderr).group()
    file.write_text(f'callers:\n- name: soak\n  keys: ["{digest}"]\n')
    return file, made.stdout.strip()


class Site(contextlib.AbstractContextManager):
    """A server with the key of its callers, and its upstream."""

    def __init__(self, name, *upstream_flags):
        self.name = name
        self.counts = collections.defaultdict(collections.Counter)
        self._stack = contextlib.ExitStack()
        folder = self._stack.enter_context(tempfile.TemporaryDirectory())
        file, key = write_callers_file(folder)
        self.metadata = [("authorization", f"Bearer {key}")]
        self.upstream = self._stack.enter_context(Upstream(*upstream_flags))
        self.server = self._stack.enter_context(Server.on(
            self.upstream.url, "--callers_file", str(file), *FLAGS,
            BACKLINKS_UPSTREAM_TOKEN="key"))

    def start_callers(self, stop):
        """A thread for each caller."""
        threads = [threading.Thread(target=self._call, args=(caller, stop))
                   for caller, number in callers.ALL.items()
                   for _ in range(number)]
        for thread in threads:
            thread.start()
        return threads

    def _call(self, caller, stop):
        counts = self.counts[caller.__name__]

        def count(status):
            counts[status] += 1
        caller(self, stop, count)

    def is_quiet(self):
        return not any(
            line.split()[-1] != "0" for line in
            self.server.get("/metrics")[1].splitlines()
            if line.startswith("backlinks_active_calls{"))

    @property
    def descriptors(self):
        return {"server": descriptors(self.server),
                "upstream": descriptors(self.upstream)}

    def print(self):
        count = self.descriptors
        print(f"  {self.name}: server {mib(rss_kib(self.server))} MiB, "
              f"{count['server']} descriptors; upstream "
              f"{mib(rss_kib(self.upstream))} MiB, {count['upstream']} "
              "descriptors")
        for caller, counts in sorted(self.counts.items()):
            print(f"    {caller}: " + ", ".join(
                f"{status} {number}" for status, number
                in sorted(counts.items())))

    def __exit__(self, *_):
        self._stack.close()


def call_for(seconds, sites):
    stop = threading.Event()
    threads = [thread for site in sites for thread in site.start_callers(stop)]
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    for site in sites:
        wait_until("the end of all calls", site.is_quiet)


def settle(sites, least):
    """Waits until there are no more descriptors than `least`, or no fewer from
    one second to the next; their numbers."""
    end, before = time.monotonic() + SETTLING, None
    while time.monotonic() < end:
        now = [site.descriptors for site in sites]
        if now == before if least is None else not exceeding(least, now):
            break
        before = now
        time.sleep(1)
    return [site.descriptors for site in sites]


def exceeding(start, end):
    """The programs that have more descriptors than at the start."""
    return [f"{program}: {before[program]} -> {after[program]} descriptors"
            for before, after in zip(start, end) for program in before
            if after[program] > before[program] + SPARE_DESCRIPTORS]


def run(minutes):
    """The sites, and what is wrong with them."""
    attackers.raise_descriptor_limit()
    with Site("healthy upstream") as good, \
            Site("failing upstream", "--fault", FAULT) as bad:
        start = None
        for name, part in (("start", 0.1), ("middle", 0.45), ("end", 0.45)):
            call_for(max(LEAST, 60 * minutes * part), [good, bad])
            now = settle([good, bad], start)
            start = start or now
            time.sleep(TRIMMING)
            print(f"{name}:")
            good.print()
            bad.print()
            sys.stdout.flush()
        wrong = exceeding(start, now)
        failed = good.counts["healthy"] - collections.Counter(
            OK=good.counts["healthy"]["OK"])
        if failed:
            wrong.append(f"calls of healthy callers failed: {dict(failed)}")
        return [good, bad], wrong


if __name__ == "__main__":
    problems = run(float(sys.argv[1]))[1]
    print("\n".join(problems) or "no healthy call failed, nothing is left")
    sys.exit(1 if problems else 0)
