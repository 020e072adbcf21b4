"""Decoding and encoding alone, in memory, beside other readers of JSON."""

import processes
from rounds import interleave

GOAL, ODD_GOAL = 0.80, 0.60
PIECES = ("encode", "encode, whole document", "encode, segments of TCP",
          "encode, random pieces")
ODD = ("encode, random columns", "encode, other columns")
REFERENCE = "simdjson_reader"
NAMES = {
    "encode": "decode and encode, 64 KiB pieces",
    "encode, whole document": "the same, whole document at once",
    "encode, segments of TCP": "the same, pieces of 1,448 bytes",
    "encode, random pieces": "the same, random pieces of 1 byte to 4 KiB",
    "encode, random columns": "the same, columns in random order",
    "encode, other columns": "the same, with unknown columns between",
    "encode, Arrow": "the same, into Arrow batches",
    "decode": "decode alone",
    REFERENCE: "simdjson_reader, 25 columns of the whole document",
    REFERENCE + ", new buffers": "the same, with buffers that it allocates",
    "basic_parser": "Boost.JSON basic_parser without a handler",
    "simdjson tree": "simdjson, the whole document as a tree",
    "boost::json tree": "boost::json::parse, the whole document as a tree",
}


def measure(bench):
    builds = {"server": bench.bin}
    if bench.baseline:
        builds["baseline"] = bench.baseline
    results = interleave(
        {name: lambda folder=folder: processes.run(
            [folder / "decode_bench", bench.sample])
         for name, folder in builds.items()}, bench.runs)
    # The baseline may lack a way.
    speed = {build: {way: [one["rows"] / one["seconds"][way] for one in runs]
                     for way in runs[0]["seconds"]}
             for build, runs in results.items()}
    ours = speed["server"]
    for way, name in NAMES.items():
        bench.report.add(name, "rows/s", ours[way])
    for way in PIECES:
        bench.report.compare(f"{NAMES[way]} / simdjson_reader", ours[way],
                             ours[REFERENCE], bench.at_least(GOAL))
    for way in ODD:
        bench.report.compare(f"{NAMES[way]} / {NAMES['encode']}", ours[way],
                             ours["encode"], bench.at_least(ODD_GOAL))
    if bench.baseline:
        bench.report.compare("decode and encode / baseline", ours["encode"],
                             speed["baseline"]["encode"], bench.at_least(2),
                             "times")
