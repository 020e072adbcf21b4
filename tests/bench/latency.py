"""Short calls: the first row, many calls of one row, and the server's start."""

import re
import subprocess
import time

import processes
from rounds import interleave

CALLS = 300
SHORT_CALLS = 20_000
IN_FLIGHT = 64
SECONDS = 3  # Of wrk.


def first_row(bench):
    with processes.server_over(bench.bin, bench.web.url("thousand")) as (
            _, address):
        return processes.run([bench.bin / "first_row_client", address,
                              bench.web.port, "/thousand/", CALLS])


def short_calls(bench):
    with processes.server_over(bench.bin, bench.web.url("one")) as (
            pid, address):
        before = processes.cpu_seconds(pid)
        result = processes.run(
            [bench.bin / "drain_client", address, 1, "--streams", IN_FLIGHT,
             "--calls", SHORT_CALLS])
        cpu = processes.cpu_seconds(pid) - before
    return {"rate": result["calls"] / result["seconds"],
            "first_ms": result["first_ms"],
            "cpu_us": 1e6 * cpu / result["calls"]}


def wrk(bench):
    printed = subprocess.run(
        ["wrk", "-t", "1", "-c", str(IN_FLIGHT), "-d", f"{SECONDS}s",
         bench.web.url("one")], check=True, capture_output=True, text=True)
    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)",
                                    printed.stdout).group(1))}


def start(bench):
    """The seconds until the server with its sample rows is ready."""
    begin = time.perf_counter()
    with processes.server(bench.bin):
        return time.perf_counter() - begin


def measure(bench):
    bench.data.need("one", "thousand")
    results = interleave({"first": lambda: first_row(bench),
                          "short": lambda: short_calls(bench),
                          "wrk": lambda: wrk(bench),
                          "start": lambda: start(bench)}, bench.runs)
    add = bench.report.add
    first, short = results["first"], results["short"]
    for key, name in (("grpc_ms", "first row of a stream"),
                      ("http_ms", "first bytes of a direct HTTP request")):
        add(f"{name}, median of {CALLS}", "ms", [one[key] for one in first])
    add("first row, above the direct request", "ms",
        [one["grpc_ms"] - one["http_ms"] for one in first], bench.at_most(1))
    name = f"streams of one row, {IN_FLIGHT} in flight"
    rate = [one["rate"] for one in short]
    add(name, "calls/s", rate)
    add(f"{name}, median", "ms", [one["first_ms"] for one in short])
    add(f"{name}, CPU of the server", "µs/call",
        [one["cpu_us"] for one in short])
    direct = [one["rate"] for one in results["wrk"]]
    add(f"wrk on the same row of nginx, {IN_FLIGHT} in flight", "calls/s",
        direct)
    bench.report.compare(f"{name} / wrk", rate, direct, bench.at_least(0.25))
    add("start to ready, sample rows", "s", results["start"],
        bench.at_most(0.5))
