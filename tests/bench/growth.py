"""How CPU and memory of the server grow with rows, streams, the width of rows
and the nodes of a filter. Also as a plot: growth.svg beside the JSON file.

The goal is that nothing grows faster than linearly: the CPU a unit of work at
the largest point is at most 1.25 times that of the one before, and the memory
does not grow with the rows.
"""

import json
import statistics

import plot
import processes
from data import ROWS
from rounds import interleave

LINEAR = 1.25  # With noise.
ROW_ANSWERS = ("thousand", "ten_thousand", "hundred_thousand", "million")
STREAMS = (1, 10, 100, 1000)
STREAM_ANSWER = "three_thousand"
WIDTHS = (200, 630, 2_000, 6_300, 20_000)  # Bytes of JSON a row.
WIDE_ROWS = 10_000
NODES = (1, 4, 16, 64, 256)
FILTERED = "few"


def wide_rows(bench, width):
    """Rows of this width: fewer columns than all, and a longer text."""
    for line in bench.data.rows(WIDE_ROWS):
        row = json.loads(line)
        kept = {"url_from": row["url_from"][:60],
                "url_to": row["url_to"][:60], "text_pre": ""}
        fill = f"{row['title']} – {row['text_pre']} "
        missing = width - len(json.dumps(kept, ensure_ascii=False).encode())
        text = (fill * (missing // len(fill.encode()) + 1)).encode()[:missing]
        kept["text_pre"] = text.decode(errors="ignore")
        yield json.dumps(kept, ensure_ascii=False).encode()


def filter_of(nodes):
    """A filter of this many nodes that the upstream cannot test and that no
    row passes, so that each row is tested by all of it."""
    kinds = ('ends_with(anchor, "no {}")', "links_external > 100000000{}",
             'ends_with(title, "no {}")')
    return " OR ".join(kinds[number % len(kinds)].format(number)
                       for number in range(max(1, nodes - 1)))


def drained(bench, answer, rows, count=1, options=()):
    with processes.server_over(bench.bin, bench.web.url(answer),
                               "--max_streams", "5000") as (pid, address):
        before = processes.cpu_seconds(pid)
        processes.run([bench.bin / "drain_client", address, rows, "--streams",
                       count, "--connections", min(count, 10), *options])
        return {"cpu": processes.cpu_seconds(pid) - before,
                "mib": processes.peak_mib(pid)}


def axes(bench):
    """By axis: its unit, and what measures each of its points."""
    return {
        "rows": {ROWS[name]: lambda name=name: drained(bench, name, ROWS[name])
                 for name in ROW_ANSWERS},
        "streams of 3,000 rows": {
            count: lambda count=count: drained(
                bench, STREAM_ANSWER, ROWS[STREAM_ANSWER], count)
            for count in STREAMS},
        "bytes a row, 10,000 rows": {
            width: lambda width=width: drained(bench, f"wide{width}",
                                               WIDE_ROWS)
            for width in WIDTHS},
        "nodes of a filter, 30,000 rows": {
            nodes: lambda nodes=nodes: drained(
                bench, FILTERED, ROWS[FILTERED],
                options=("--where", filter_of(nodes)))
            for nodes in NODES}}


def report_axis(bench, axis, results):
    for at, runs in results.items():
        bench.report.add(f"{at:,} {axis}: CPU of the server", "s",
                         [one["cpu"] for one in runs])
        bench.report.add(f"{at:,} {axis}: peak memory", "MiB",
                         [one["mib"] for one in runs])
    before, last = list(results)[-2:]
    bench.report.compare(
        f"CPU a unit, {last:,} / {before:,} {axis}",
        [one["cpu"] / last for one in results[last]],
        [one["cpu"] / before for one in results[before]],
        bench.at_most(LINEAR))


def measure(bench):
    bench.data.need(*ROW_ANSWERS, STREAM_ANSWER, FILTERED)
    for width in WIDTHS:
        bench.data.make(f"wide{width}",
                        lambda width=width: wide_rows(bench, width))
    panels = {}
    for axis, points in axes(bench).items():
        results = interleave(points, bench.runs)
        report_axis(bench, axis, results)
        panels[axis] = [
            (at, statistics.median(one["cpu"] for one in runs),
             statistics.median(one["mib"] for one in runs))
            for at, runs in results.items()]
        if axis == "rows":
            few, many = (results[ROWS[ROW_ANSWERS[at]]] for at in (1, -1))
            bench.report.compare("peak memory, 1,000,000 / 10,000 rows",
                                 [one["mib"] for one in many],
                                 [one["mib"] for one in few],
                                 bench.at_most(1.10))
    path = bench.work / "growth.svg"
    path.write_text(plot.growth(panels), encoding="utf-8")
    bench.report.note(f"plot: {path}")
