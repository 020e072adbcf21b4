"""What accounting adds to a fresh call of one row.

accounting.py BIN [ROUNDS]: the time to reserve and to settle a price in memory,
in a SQLite file and in a local Redis (a redis-server must be on PATH); and the
time of a whole call on a server with each of them, over the embedded upstream.
The rounds are interleaved. Goal: a reservation takes less than 0.3 ms.
"""

import contextlib
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

from capped import running

ROUNDS = 3
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


def reservations(binaries, states):
    print(f"{'us':12}{'reserve':>10}{'p99':>10}{'settle':>10}{'p99':>10}",
          flush=True)
    for name, state in states.items():
        subprocess.run([binaries / "accounting_bench", name, state], check=True)


def calls(binaries, states, rounds):
    times = {name: [] for name in states}
    with contextlib.ExitStack() as stack:
        servers = {}
        for name, state in states.items():
            ready = stack.enter_context(running(
                binaries / "backlinks-server", "--listen", "127.0.0.1:0",
                "--admin_listen", "127.0.0.1:0", "--state", state))
            servers[name] = re.search(r"127\.0\.0\.1:\d+", ready).group()
        for _ in range(rounds):
            for name, server in servers.items():
                run = subprocess.run(
                    [binaries / "page_client", server, TARGET, str(CALLS)],
                    check=True, capture_output=True, text=True)
                times[name].append(json.loads(run.stdout))
    print(f"\n{'us a call':12}{'p50':>10}{'p99':>10}{'/memory':>10}")
    median = {name: [statistics.median(run[part] for run in runs)
                     for part in ("p50", "p99")]
              for name, runs in times.items()}
    for name, (p50, p99) in median.items():
        print(f"{name:12}{p50:10,.0f}{p99:10,.0f}"
              f"{p50 / median['memory'][0]:10.2f}")


def main(binaries, rounds):
    with tempfile.TemporaryDirectory() as folder, \
            redis(pathlib.Path(folder)) as url:
        states = {"memory": "", "SQLite": f"sqlite:{folder}/state.sqlite",
                  "Redis": url}
        print(f"accounting (goal: a reservation below {GOAL_US} us)\n")
        reservations(binaries, states)
        calls(binaries, states, rounds)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(),
         int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS)
