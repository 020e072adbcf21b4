"""What accounting adds to a fresh call of one row.

The time to reserve and to settle a price in memory, in a SQLite file and in a
local Redis; and the time of a whole call on a server with each of them, over
the embedded upstream.
"""

import contextlib
import pathlib
import subprocess
import tempfile
import time

import processes
from rounds import interleave

CALLS = 2000
GOAL_US = 300
TARGET = "bugs.python.org"


@contextlib.contextmanager
def redis(folder):
    """The URL of a Redis server, on a socket in the folder."""
    path = folder / "redis.sock"
    process = subprocess.Popen(
        ["redis-server", "--port", "0", "--unixsocket", path, "--save", "",
         "--maxmemory-policy", "noeviction", "--dir", folder],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        while not path.exists():
            time.sleep(0.05)
        yield f"unix://{path}"
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def states():
    """The value of --state by the name of each state."""
    with tempfile.TemporaryDirectory() as folder, \
            redis(pathlib.Path(folder)) as url:
        yield {"memory": "", "SQLite": f"sqlite:{folder}/state.sqlite",
               "Redis": url}


def reservations(bench, by_name):
    results = interleave(
        {name: lambda state=state: processes.run(
            [bench.bin / "accounting_bench", state])
         for name, state in by_name.items()}, bench.runs)
    for name, runs in results.items():
        bench.report.add(f"reserve, {name}", "µs",
                         [one["reserve"] for one in runs],
                         bench.at_most(GOAL_US))
        for key, what in (("reserve_p99", "reserve, p99"),
                          ("settle", "settle"),
                          ("settle_p99", "settle, p99")):
            bench.report.add(f"{what}, {name}", "µs",
                             [one[key] for one in runs])


def calls(bench, by_name):
    with contextlib.ExitStack() as stack:
        servers = {name: stack.enter_context(processes.server(
                       bench.bin, "--state", state))[1]
                   for name, state in by_name.items()}
        results = interleave(
            {name: lambda server=server: processes.run(
                [bench.bin / "page_client", server, TARGET, CALLS])
             for name, server in servers.items()}, bench.runs)
    medians = {name: [one["p50"] for one in runs]
               for name, runs in results.items()}
    for name, runs in results.items():
        bench.report.add(f"a call of one row, {name}", "µs", medians[name])
        bench.report.add(f"a call of one row, p99, {name}", "µs",
                         [one["p99"] for one in runs])
        if name != "memory":
            bench.report.compare(f"a call of one row, {name} / memory",
                                 medians[name], medians["memory"])


def measure(bench):
    with states() as by_name:
        reservations(bench, by_name)
        calls(bench, by_name)
