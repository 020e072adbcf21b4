"""Clients that read every row, against programs that read the JSON.

Every way reads the same answer: small programs in Python and Node straight
from nginx, the others from the server. The CPU is that of all but nginx.
"""

import os
import pathlib
import sys

import processes
from data import ROWS
from rounds import cpu_per_million, interleave, rates

HERE = pathlib.Path(__file__).parent
ANSWER = "many"
PRICE = "1000000000"
PYTHON = "Python urllib + json"
# The goal of each way: how many times the rate of PYTHON.
LIBRARY = "C++ client library, every row"
FORMATS = {"jsonl": 4, "csv": 4, "arrow": 10}
STUBS = {"rows": ("Python stubs, every row", 6),
         "tuples": ("Python stubs, tuples of six cells", None),
         "pandas": ("Python stubs, into pandas", None),
         "polars": ("Python stubs, into Polars", None),
         "arrow": ("Python stubs, Arrow batches into pyarrow", 15),
         "arrow_pandas": ("Python stubs, Arrow batches into pandas", None),
         "arrow_polars": ("Python stubs, Arrow batches into Polars", None)}


def over_server(bench, make_command, **environment):
    """A client of a server that starts for it; with the CPU of both."""
    with processes.server_over(bench.bin, bench.web.url(ANSWER)) as (
            pid, address):
        before = processes.cpu_seconds(pid)
        result = make_command(address, environment)
        result["client_cpu"] = result["cpu"]
        result["cpu"] += processes.cpu_seconds(pid) - before
    if result["rows"] != ROWS[ANSWER]:
        raise processes.Failed(f"a client read {result['rows']} rows")
    return result


def program(bench, *words, **environment):
    """`words` with None for the address."""
    return over_server(bench, lambda address, variables: processes.run(
        [address if word is None else word for word in words], **variables),
        **environment)


def command(bench, form):
    return over_server(bench, lambda address, _: {
        **processes.timed(
            [bench.bin / "backlinks", "stream", "bench.example", "--server",
             address, "--limit", ROWS[ANSWER], "--max-price", PRICE,
             "--format", form]),
        "rows": ROWS[ANSWER]})


def stubs(bench, way):
    python = os.environ["BENCH_PYTHON"]
    return program(bench, python, HERE / "read_rows.py", None, ROWS[ANSWER],
                   way, PYTHONPATH=os.environ["BENCH_PYTHONPATH"])


def direct(bench, *words):
    return processes.run([*words, bench.web.url(ANSWER)])


def measure(bench):
    bench.data.need(ANSWER)
    ways = {PYTHON: lambda: direct(bench, sys.executable, HERE / "fetch.py"),
            "Node fetch + JSON.parse":
                lambda: direct(bench, "node", HERE / "fetch.mjs"),
            LIBRARY: lambda: program(bench, bench.bin / "row_client", None,
                                     ROWS[ANSWER]),
            "C++ generated class, every message": lambda: program(
                bench, bench.bin / "drain_client", None, ROWS[ANSWER],
                "--parse")}
    goals = {LIBRARY: 8}
    for form, goal in FORMATS.items():
        name = f"command backlinks, {form}"
        ways[name] = lambda form=form: command(bench, form)
        goals[name] = goal
    if "BENCH_PYTHON" in os.environ:
        for way, (name, goal) in STUBS.items():
            ways[name] = lambda way=way: stubs(bench, way)
            goals[name] = goal
    else:
        bench.report.note("not measured: Python stubs (BENCH_PYTHON is not "
                          "set)")
    results = interleave(ways, bench.runs)
    for name, runs in results.items():
        bench.report.add(name, "rows/s", rates(runs))
        bench.report.add(f"{name}, CPU", "s/Mrow", cpu_per_million(runs))
        bench.report.add(f"{name}, peak memory of the client", "MiB",
                         [one["mib"] for one in runs])
    base = rates(results[PYTHON])
    for name, runs in results.items():
        if name != PYTHON:
            goal = goals.get(name)
            bench.report.compare(f"{name} / {PYTHON}", rates(runs), base,
                                 goal and bench.at_least(goal), "times")
