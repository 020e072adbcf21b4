"""What the cache takes and saves.

cache.py BIN [ROUNDS]: calls for one page of 100 rows on a server over the
embedded upstream, without a cache, and with one in memory, in a SQLite file and
in a local Redis (a redis-server must be on PATH), interleaved. Then 64 callers
of whose calls four of five ask what another one asked: the price that was paid,
against that of paying each question once. Goal: within 2 %.
"""

import contextlib
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

from accounting import redis
from capped import running

ROUNDS = 3
CALLS = 1000
CLIENTS = (1, 16)
ROWS = 100
TARGET = "bugs.python.org"
CALLERS, MIXED_CALLS = 64, 5000
GOAL = 1.02


def start(stack, binaries, *flags):
    """The address of a server."""
    ready = stack.enter_context(running(
        binaries / "backlinks-server", "--listen", "127.0.0.1:0",
        "--admin_listen", "127.0.0.1:0", *flags))
    return re.search(r"127\.0\.0\.1:\d+", ready).group()


def result(*command):
    return json.loads(subprocess.run(
        [*map(str, command)], check=True, capture_output=True,
        text=True).stdout)


def pages(binaries, states, rounds):
    names = ["no cache", *states]
    for clients in CLIENTS:
        runs = {name: [] for name in names}
        with contextlib.ExitStack() as stack:
            servers = {"no cache": start(stack, binaries)}
            for name, state in states.items():
                servers[name] = start(stack, binaries, "--cache_ttl", "1h",
                                      "--state", state)
            for _ in range(rounds):
                for name, server in servers.items():
                    runs[name].append(result(
                        binaries / "page_client", server, TARGET,
                        CALLS // clients, ROWS, clients))
        print(f"\n{f'{clients} at once':14}{'calls/s':>10}{'p50 us':>10}"
              f"{'p99 us':>10}{'calls/s against no cache':>27}")
        median = {name: {part: statistics.median(run[part] for run in all_runs)
                         for part in ("rate", "p50", "p99")}
                  for name, all_runs in runs.items()}
        for name, run in median.items():
            print(f"{name:14}{run['rate']:10,.0f}{run['p50']:10,.0f}"
                  f"{run['p99']:10,.0f}"
                  f"{run['rate'] / median['no cache']['rate']:27.2f}")


def repeats(binaries, states):
    """Whether the goal is met in each state."""
    met = True
    print(f"\n{f'{CALLERS} callers':14}{'without':>12}{'paid':>12}"
          f"{'optimum':>12}{'paid/optimum':>14}")
    for name, state in states.items():
        with contextlib.ExitStack() as stack:
            server = start(stack, binaries, "--cache_ttl", "1h", "--state",
                           state)
            price = result(binaries / "repeat_client", server, TARGET,
                           CALLERS, MIXED_CALLS)
        ratio = price["paid"] / price["optimum"]
        met = met and ratio <= GOAL
        print(f"{name:14}{price['without'] / 1000:12,.0f}"
              f"{price['paid'] / 1000:12,.0f}{price['optimum'] / 1000:12,.0f}"
              f"{ratio:14.4f}")
    return met


def main(binaries, rounds):
    with tempfile.TemporaryDirectory() as folder, \
            redis(pathlib.Path(folder)) as url:
        states = {"memory": "", "SQLite": f"sqlite:{folder}/state.sqlite",
                  "Redis": url}
        print(f"cache (one page of {ROWS} rows; goal: {GOAL} times the price "
              f"of paying once)")
        pages(binaries, states, rounds)
        return 0 if repeats(binaries, states) else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(),
                  int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS))
