"""What the cache takes and saves.

Calls for one page of 100 rows on a server over the embedded upstream, without
a cache, and with one in memory, in a SQLite file and in a local Redis. Then 64
callers of whose calls four of five ask what another one asked: the price that
was paid, against that of paying each question once.
"""

import contextlib

import processes
from accounting import states
from rounds import interleave

CALLS = 1000
CLIENTS = (1, 16)
ROWS = 100
TARGET = "bugs.python.org"
CALLERS, MIXED_CALLS = 64, 5000
GOAL = 1.02


def pages(bench, by_name, clients):
    with contextlib.ExitStack() as stack:
        def start(*flags):
            return stack.enter_context(processes.server(bench.bin, *flags))[1]

        servers = {"no cache": start()}
        for name, state in by_name.items():
            servers[name] = start("--cache_ttl", "1h", "--state", state)
        results = interleave(
            {name: lambda server=server: processes.run(
                [bench.bin / "page_client", server, TARGET, CALLS // clients,
                 ROWS, clients]) for name, server in servers.items()},
            bench.runs)
    rate = {name: [one["rate"] for one in runs]
            for name, runs in results.items()}
    for name, runs in results.items():
        label = f"pages, {clients} at once, {name}"
        bench.report.add(label, "calls/s", rate[name])
        bench.report.add(f"{label}, p99", "µs", [one["p99"] for one in runs])
        if name != "no cache":
            bench.report.compare(f"{label} / no cache", rate[name],
                                 rate["no cache"])


def repeats(bench, by_name):
    for name, state in by_name.items():
        with processes.server(bench.bin, "--cache_ttl", "1h", "--state",
                              state) as (_, server):
            price = processes.run([bench.bin / "repeat_client", server, TARGET,
                                   CALLERS, MIXED_CALLS])
        bench.report.add(f"{CALLERS} callers, {name}: paid / without a cache",
                         "%", [price["paid"] / price["without"]])
        bench.report.add(
            f"{CALLERS} callers, {name}: paid / each question once", "times",
            [price["paid"] / price["optimum"]], bench.at_most(GOAL))


def measure(bench):
    with states() as by_name:
        for clients in CLIENTS:
            pages(bench, by_name, clients)
        repeats(bench, by_name)
