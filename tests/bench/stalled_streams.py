"""What streams cost whose clients do not read, and pages of ListRefpages.

The server is over the embedded upstream, each a process of its own. 1,000
streams on 10 connections read one message and then nothing; measured is the
server's memory (RSS) above that of the idle server: while they stall, with 16
streams that read beside them, and after they have gone. Then 100 calls of
ListRefpages at once, for 1,000 rows each, of which the client reads the
responses. In one round: it takes a minute.
"""

import concurrent.futures
import contextlib
import re
import subprocess
import time

import processes
from processes import Failed, Peak, cpu_seconds, memory_mib

STREAMS = 1000
CONNECTIONS = 10
READERS = 16
READER_ROWS = 2_000
PAGES = 100
GOAL_MIB = 256
# Seconds after which memory must be given back.
SETTLE = 15


@contextlib.contextmanager
def server_over_upstream(binaries):
    with processes.running(binaries / "backlinks-upstream", "serve",
                           "--listen", "127.0.0.1:0") as (upstream, line), \
            processes.server(
                binaries, "--upstream", "ahrefs_v2", "--upstream_url",
                re.search(r"http://\S+", line).group(), "--max_streams",
                "5000", "--upstream_max_rows_per_request", "10000",
                "--page_rows", "2000", "--upstream_read_timeout", "5m",
                BACKLINKS_UPSTREAM_TOKEN="token") as (pid, address):
        yield pid, address, upstream.pid


def wait_until_idle(pid):
    """Waits while the upstream fills the sockets of streams that stall."""
    before = -1.0
    while (now := cpu_seconds(pid)) > before + 0.02:
        before = now
        time.sleep(1)


@contextlib.contextmanager
def calls(binaries, address, count, *method):
    """Yields when all calls have begun; cancels them at the end."""
    client = subprocess.Popen(
        [binaries / "stalled_client", address, str(count), str(CONNECTIONS),
         *method], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        failed = int(client.stdout.readline())
        if failed:
            raise Failed(f"{failed} of {count} calls failed")
        yield
    finally:
        client.communicate()


def read_rows(binaries, address):
    """The seconds that one stream takes which is read."""
    start = time.monotonic()
    run = subprocess.run(
        [binaries / "backlinks", "stream", "www.apache.org", "--mode",
         "domain", "--server", address, "--limit", str(READER_ROWS)],
        stdout=subprocess.PIPE, check=True)
    if run.stdout.count(b"\n") != READER_ROWS:
        raise Failed(f"a reader expected {READER_ROWS} rows")
    return time.monotonic() - start


def read_beside(binaries, address):
    """The seconds of the slowest of the streams that are read at once."""
    with concurrent.futures.ThreadPoolExecutor(READERS) as pool:
        return max(pool.map(lambda _: read_rows(binaries, address),
                            range(READERS)))


def measure_streams(bench):
    add, name = bench.report.add, f"{STREAMS:,} stalled streams"
    with server_over_upstream(bench.bin) as (pid, address, upstream):
        alone = read_beside(bench.bin, address)
        idle = memory_mib(pid)
        with Peak(pid) as peak, calls(bench.bin, address, STREAMS):
            begun = memory_mib(pid)
            time.sleep(10)
            stalled = memory_mib(pid)
            wait_until_idle(upstream)
            beside = read_beside(bench.bin, address)
        time.sleep(SETTLE)
        left = memory_mib(pid)
    add("idle server", "MiB", [idle])
    for what, mib, goal in (
            ("all have begun", begun, None), ("after 10 s", stalled, None),
            ("peak", peak.mib, bench.at_most(GOAL_MIB)),
            (f"{SETTLE} s after they went", left,
             bench.at_most(GOAL_MIB // 8))):
        add(f"{name}: {what}, above idle", "MiB", [mib - idle], goal)
    add(f"{READERS} streams of {READER_ROWS:,} rows, alone", "s", [alone])
    add(f"{READERS} streams of {READER_ROWS:,} rows, beside them", "s",
        [beside])


def measure_pages(bench):
    with server_over_upstream(bench.bin) as (pid, address, _):
        idle = memory_mib(pid)
        with Peak(pid) as peak, calls(bench.bin, address, PAGES, "list"):
            pass
        time.sleep(SETTLE)
        left = memory_mib(pid)
    name = f"{PAGES} pages of ListRefpages at once"
    bench.report.add(f"{name}: peak above idle", "MiB", [peak.mib - idle])
    bench.report.add(f"{name}: {SETTLE} s later, above idle", "MiB",
                     [left - idle])


def measure(bench):
    measure_streams(bench)
    measure_pages(bench)
