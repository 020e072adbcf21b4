"""Streams of rows whose client discards them, beside what limits them.

The references are curl, the bare Beast reader, and transport_limit, which
forwards what it reads without decoding it. Every way reads the same answer.
"""

import processes
from data import ROWS
from rounds import cpu_per_million, interleave, rates

# Streams at a time, and the answer that each of them reads.
ONE, EIGHT, MANY = (1, "many"), (8, "hundred_thousand"), (64, "few")


def drain(bench, serving, answer, streams, *options):
    """What drain_client reports of a server, with the server's CPU."""
    with serving as (pid, address):
        before = processes.cpu_seconds(pid)
        result = processes.run([bench.bin / "drain_client", address,
                                ROWS[answer], "--streams", streams, *options])
        result["server_cpu"] = processes.cpu_seconds(pid) - before
        result["client_mib"] = result["mib"]
        result["mib"] = processes.peak_mib(pid)
    return result


def checked(result, rows):
    if result["rows"] != rows:
        raise processes.Failed(f"expected {rows} rows, got {result['rows']}")
    return result


def ours(bench, answer, streams=1, binaries=None):
    return checked(drain(
        bench, processes.server_over(binaries or bench.bin,
                                     bench.web.url(answer)),
        answer, streams), ROWS[answer] * streams)


def limit(bench, answer, streams=1):
    return checked(drain(
        bench, processes.listening(bench.bin / "transport_limit",
                                   bench.web.port, f"/{answer}/",
                                   ROWS[answer]),
        answer, streams), ROWS[answer] * streams)


def curl(bench, answer):
    result = processes.run([
        "curl", "-s", "-o", "/dev/null", "-w", '{"seconds": %{time_total}}',
        bench.web.url(answer)])
    return {**result, "rows": ROWS[answer]}


def bare_beast(bench, answer):
    return {**processes.run([bench.bin / "beast_reader", bench.web.port,
                             f"/{answer}/"]), "rows": ROWS[answer]}


def ways_of(bench, streams, answer):
    ways = {}
    if streams == 1:
        ways["curl to /dev/null"] = lambda: curl(bench, answer)
        ways["bare Beast reader"] = lambda: bare_beast(bench, answer)
    ways["transport_limit"] = lambda: limit(bench, answer, streams)
    ways["server"] = lambda: ours(bench, answer, streams)
    if bench.baseline:
        ways["baseline"] = lambda: ours(bench, answer, streams, bench.baseline)
    return ways


def report_streams(report, results, label):
    for name, runs in results.items():
        report.add(f"{label}: {name}", "rows/s", rates(runs))
        if "server_cpu" in runs[0]:
            report.add(f"{label}: {name}, CPU of the server", "s/Mrow",
                       cpu_per_million(runs, "server_cpu"))
            report.add(f"{label}: {name}, peak memory", "MiB",
                       [one["mib"] for one in runs])
        else:
            report.add(f"{label}: {name}, CPU", "s/Mrow",
                       cpu_per_million(runs))


def measure(bench):
    goals = {1: bench.at_least(0.60), 8: None, 64: bench.at_least(0.75)}
    for streams, answer in (ONE, EIGHT, MANY):
        bench.data.need(answer)
        label = "one stream" if streams == 1 else f"{streams} streams"
        results = interleave(ways_of(bench, streams, answer), bench.runs)
        report_streams(bench.report, results, label)
        speed = {name: rates(runs) for name, runs in results.items()}
        bench.report.compare(f"{label}: server / transport_limit",
                             speed["server"], speed["transport_limit"],
                             goals[streams])
        if streams == 1:
            bench.report.compare(f"{label}: server / bare Beast reader",
                                 speed["server"], speed["bare Beast reader"])
        if bench.baseline:
            bench.report.compare(
                f"{label}: CPU of the server / baseline",
                cpu_per_million(results["server"], "server_cpu"),
                cpu_per_million(results["baseline"], "server_cpu"),
                bench.at_most(0.45) if streams == 1 else None)
    measure_memory_of_rows(bench)


def measure_memory_of_rows(bench):
    """Whether the server's memory grows with the rows of a stream."""
    bench.data.need("few", "many")
    results = interleave({name: lambda name=name: ours(bench, name)
                          for name in ("few", "many")}, bench.runs)
    mib = {name: [one["mib"] for one in runs]
           for name, runs in results.items()}
    bench.report.compare("peak memory, 300,000 rows / 30,000 rows",
                         mib["many"], mib["few"], bench.at_most(1.10))
