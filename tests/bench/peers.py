"""The same job by servers of other languages, which tests/bench/peers has.

Each reads the same answer by HTTP, decodes it, and streams the rows in batches
of the same contract to the same client, which discards them.
"""

import os
import pathlib
import re

import processes
import streams
from data import ROWS
from rounds import cpu_per_million, interleave, rates

ANSWER = "hundred_thousand"
HERE = pathlib.Path(__file__).parent
PROTO = HERE.parents[1] / "proto"
NODE = "grpc-js, JSON.parse"
# The goal of each: how many times its rows a CPU second ours are.
GOALS = {"grpc-go, encoding/json": 5, "grpc-go, goccy/go-json": 5,
         "grpc-go, sonic": 5, NODE: 10}


def command(bench, name):
    if name == NODE:
        return ["node", os.environ["BENCH_NODE_PEER"], PROTO,
                bench.web.url(ANSWER)]
    return [os.environ["BENCH_GO_PEER"], name.removeprefix("grpc-go, "),
            bench.web.url(ANSWER)]


def peer(bench, name):
    return streams.checked(
        streams.drain(bench, processes.listening(*command(bench, name)),
                      ANSWER, 1), ROWS[ANSWER])


def check_bytes(results):
    """The same rows take as many bytes; ours have tokens in addition."""
    ours = results["server"][0]["bytes"]
    for name, runs in results.items():
        if abs(runs[0]["bytes"] / ours - 1) > 0.02:
            raise processes.Failed(
                f"{name} sent {runs[0]['bytes']} bytes, the server {ours}")


def add_versions(bench, name):
    """Of what the peer names in its line, after its address."""
    with processes.running(*command(bench, name)) as (_, line):
        for named in re.sub(r"^\S+ ", "", line.strip()).split(", "):
            if named not in bench.report.facts["versions"]:
                bench.report.facts["versions"].append(named)


def measure(bench):
    if "BENCH_GO_PEER" not in os.environ:
        bench.report.note("not measured: the peers are not built")
        return
    bench.data.need(ANSWER)
    bench.report.facts.setdefault("versions", [])
    for name in GOALS:
        add_versions(bench, name)
    bench.report.note("versions: "
                      + ", ".join(bench.report.facts["versions"]))
    ways = {"server": lambda: streams.ours(bench, ANSWER)}
    for name in GOALS:
        ways[name] = lambda name=name: peer(bench, name)
    results = interleave(ways, bench.runs)
    check_bytes(results)
    for name, runs in results.items():
        bench.report.add(name, "rows/s", rates(runs))
        bench.report.add(f"{name}, CPU of the server", "s/Mrow",
                         cpu_per_million(runs, "server_cpu"))
        bench.report.add(f"{name}, peak memory", "MiB",
                         [one["mib"] for one in runs])
    ours = cpu_per_million(results["server"], "server_cpu")
    for name, goal in GOALS.items():
        bench.report.compare(
            f"rows a CPU second, server / {name}",
            cpu_per_million(results[name], "server_cpu"), ours,
            bench.at_least(goal), "times")
