"""Rows of one target from the embedded upstream, in pages of 1,000.

The long stream is measured only if the short one is fast enough for it to end
in bounded time.
"""

import json
import subprocess

import processes
from rounds import interleave, rates

TARGETS = {"short.example": 12_000, "long.example": 1_000_000}
GOAL = 200_000
MIN_RATE = 100_000  # Of the short stream, for the long one to be measured.


def write_rows(bench, path):
    """The sample's rows, each with a page and a target of its own."""
    with open(path, "wb") as file:
        for target, count in TARGETS.items():
            for number, line in enumerate(bench.data.rows(count)):
                row = json.loads(line)
                row["url_from"] += f"?n={number}"
                row["url_to"] = f"http://{target}/{number % 100}"
                file.write(json.dumps(row, ensure_ascii=False).encode())
                file.write(b"\n")


def need_database(bench):
    path = bench.work / "embedded.sqlite"
    if not path.exists():
        rows, part = bench.work / "embedded.jsonl", bench.work / "embedded.part"
        write_rows(bench, rows)
        subprocess.run([bench.bin / "backlinks-upstream", "import", "--out",
                        part, rows], check=True, capture_output=True)
        rows.unlink()
        part.rename(path)
    return path


def drain(bench, database, target):
    with processes.server(bench.bin, "--embedded_data", database) as (
            _, address):
        result = processes.run(
            [bench.bin / "drain_client", address, TARGETS[target], "--target",
             target])
    if result["rows"] != TARGETS[target]:
        raise processes.Failed(f"{result['rows']} rows of {target}")
    return result


def measure(bench):
    database = need_database(bench)
    short, long = TARGETS
    drain(bench, database, short)  # Reads the file into the page cache.
    warm = drain(bench, database, short)
    targets = [short]
    if warm["rows"] / warm["seconds"] >= MIN_RATE:
        targets.append(long)
    results = interleave(
        {target: lambda target=target: drain(bench, database, target)
         for target in targets}, bench.runs)
    speed = {target: rates(runs) for target, runs in results.items()}
    for target in targets:
        bench.report.add(f"{TARGETS[target]:,} rows of one target", "rows/s",
                         speed[target], bench.at_least(GOAL))
    if long in targets:
        bench.report.compare("1,000,000 rows / 12,000 rows", speed[long],
                             speed[short])
    else:
        bench.report.note(
            f"not measured: 1,000,000 rows, because 12,000 rows came at less "
            f"than {MIN_RATE:,} rows/s")
