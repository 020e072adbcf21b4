"""The server's memory (RSS): one long stream, 1,000 streams, and after them."""

import time

import processes
from data import ROWS

LONG, SHORT = "million", "three_thousand"
STREAMS = 1000
CONNECTIONS = 10
SETTLE = 15  # Seconds after which memory must be given back.


def one_stream(bench):
    with processes.server_over(bench.bin, bench.web.url(LONG)) as (
            pid, address):
        processes.run([bench.bin / "drain_client", address, ROWS[LONG]])
        return processes.peak_mib(pid)


def many_streams(bench):
    """The peak, the memory afterwards, and that of a server that has served
    one stream."""
    with processes.server_over(bench.bin, bench.web.url(SHORT),
                               "--max_streams", "5000") as (pid, address):
        command = [bench.bin / "drain_client", address, ROWS[SHORT]]
        processes.run(command)
        start = processes.memory_mib(pid)
        processes.run([*command, "--streams", STREAMS, "--connections",
                       CONNECTIONS])
        peak = processes.peak_mib(pid)
        time.sleep(SETTLE)
        return peak, processes.memory_mib(pid), start


def measure(bench):
    bench.data.need(LONG, SHORT)
    add = bench.report.add
    add("one stream of 1,000,000 rows, peak", "MiB",
        [one_stream(bench) for _ in range(bench.runs)], bench.at_most(32))
    peaks, after, start = zip(*(many_streams(bench)
                                for _ in range(min(bench.runs, 3))))
    add(f"{STREAMS:,} streams at once, peak", "MiB", peaks,
        bench.at_most(256))
    add("before them, after one stream", "MiB", start)
    add(f"{SETTLE} s after they ended", "MiB", after)
    bench.report.compare(f"{SETTLE} s after they ended / before", after, start,
                         bench.at_most(1.20))
