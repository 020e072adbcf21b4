"""Runs families of measures, and prints one table of their figures.

bench.py BIN SAMPLE WORK [--runs N] [--baseline BIN] [FAMILY...]: BIN is the
folder of the release programs, WORK that of the answers and the JSON file.
With --baseline, the programs of another build run in the same rounds. Exit
status 0 if everything was measured, whether or not the goals are met, and 1
if a measure failed.
"""

import argparse
import contextlib
import datetime
import importlib
import os
import pathlib
import platform
import resource
import subprocess
import sys
import time

import report as reports
import web
from data import Data

# In the order of the table. Each is a module with a function measure(bench).
FAMILIES = ("streams", "decode", "clients", "peers", "latency", "memory",
            "upstream", "embedded", "growth", "plan", "capped",
            "stalled_streams", "accounting", "cache")
HERE = pathlib.Path(__file__).parent


class Bench:
    """What the families have in common."""

    at_least = staticmethod(reports.at_least)
    at_most = staticmethod(reports.at_most)

    def __init__(self, arguments, nginx):
        self.bin = arguments.bin.resolve()
        self.baseline = arguments.baseline and arguments.baseline.resolve()
        self.sample = arguments.sample.resolve()
        self.work = arguments.work.resolve()
        self.runs = arguments.runs
        self.web = nginx
        self.data = Data(self.sample, self.work)
        self.report = reports.Report(facts(arguments))


def cpu_model():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def facts(arguments):
    commit = subprocess.run(["git", "-C", HERE, "rev-parse", "HEAD"],
                            capture_output=True, text=True, check=False)
    return {"time": datetime.datetime.now(datetime.UTC).isoformat(
                timespec="seconds"),
            "commit": commit.stdout.strip(), "runs": arguments.runs,
            "cores": os.cpu_count(), "cpu": cpu_model()}


def measure(bench, family):
    """Measures one family; what fails does not end the others."""
    bench.report.begin(family)
    start = time.monotonic()
    try:
        importlib.import_module(family).measure(bench)
    except Exception as error:  # Reported, and in the exit status.
        bench.report.fail(f"{type(error).__name__}: {error}")
    print(f"{family}: {time.monotonic() - start:.0f} s", file=sys.stderr)


def parse(words):
    parser = argparse.ArgumentParser(prog="bench.py")
    parser.add_argument("bin", type=pathlib.Path)
    parser.add_argument("sample", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--baseline", type=pathlib.Path)
    parser.add_argument("families", nargs="*", metavar="FAMILY")
    arguments = parser.parse_intermixed_args(words)
    for family in arguments.families:
        if family not in FAMILIES:
            parser.error(f"no family {family}; there are "
                         + ", ".join(FAMILIES))
    return arguments


def main(words):
    arguments = parse(words)
    arguments.work.mkdir(parents=True, exist_ok=True)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with contextlib.ExitStack() as stack:
        nginx = stack.enter_context(web.nginx(arguments.work.resolve()))
        bench = Bench(arguments, nginx)
        for family in arguments.families or FAMILIES:
            measure(bench, family)
    report = bench.report
    print(f"{os.cpu_count()} cores ({report.facts['cpu']}), medians of "
          f"{arguments.runs} interleaved runs\n\n{report.table()}")
    stamp = report.facts["time"].split("+")[0].replace(":", "")
    path = arguments.work / f"figures-{stamp}.json"
    report.write(path)
    print(f"figures as JSON: {path}")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
