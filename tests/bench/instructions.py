"""Instructions a row by callgrind, beside the stored ones.

instructions.py BIN SAMPLE WORK [--store]: of decoding and encoding, and of the
server in one whole stream. Each is the difference of two runs of which one
does the same work more often, so that the start of a program is not counted.
The profiles stay in WORK, for callgrind_annotate. Exit status 0 whatever the
figures are; --store writes them to instructions.json.
"""

import argparse
import contextlib
import json
import pathlib
import re
import subprocess
import sys

import processes
import web
from data import Data

STORED = pathlib.Path(__file__).with_name("instructions.json")
ROWS = 2_000
ANSWER = "two_thousand"
FEW, MANY = 1, 3  # Times that the work is done.


def callgrind(profile):
    return ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}"]


def total(profile):
    found = re.search(r"^(?:summary|totals): (\d+)", profile.read_text(),
                      re.MULTILINE)
    if found is None:
        raise processes.Failed(f"{profile} has no total")
    return int(found.group(1))


def decode(arguments, _, times, profile):
    subprocess.run(
        [*callgrind(profile), arguments.bin / "decode_bench",
         arguments.sample, str(ROWS), "encode", str(times)],
        check=True, capture_output=True)


def stream(arguments, nginx, times, profile):
    server = processes.listening(
        *callgrind(profile), arguments.bin / "backlinks-server", "--listen",
        "127.0.0.1:0", "--admin_listen", "127.0.0.1:0", "--log_level", "off",
        *processes.flags_over(nginx.url(ANSWER)))
    with server as (_, address):
        for _ in range(times):
            result = processes.run([arguments.bin / "drain_client", address,
                                    ROWS])
            if result["rows"] != ROWS:
                raise processes.Failed(f"{result['rows']} rows")


FIGURES = {"decode and encode": decode, "one stream, server": stream}


def count(run, arguments, nginx, name):
    counts = {}
    for times in (FEW, MANY):
        profile = arguments.work / f"callgrind.{name}.{times}"
        run(arguments, nginx, times, profile)
        counts[times] = total(profile)
    return round((counts[MANY] - counts[FEW]) / ((MANY - FEW) * ROWS))


def main(words):
    parser = argparse.ArgumentParser(prog="instructions.py")
    for name in ("bin", "sample", "work"):
        parser.add_argument(name, type=lambda word:
                            pathlib.Path(word).resolve())
    parser.add_argument("--store", action="store_true")
    arguments = parser.parse_args(words)
    arguments.work.mkdir(parents=True, exist_ok=True)
    data = Data(arguments.sample, arguments.work)
    data.make(ANSWER, lambda: data.rows(ROWS))
    stored = json.loads(STORED.read_text()) if STORED.exists() else {}
    with contextlib.ExitStack() as stack:
        nginx = stack.enter_context(web.nginx(arguments.work))
        figures = {name: count(run, arguments, nginx, run.__name__)
                   for name, run in FIGURES.items()}
    for name, now in figures.items():
        before = stored.get(name)
        change = f", {now / before - 1:+.1%}" if before else ""
        print(f"instructions a row, {name}: {now:,}"
              f" (stored: {before and f'{before:,}'}{change})")
    if arguments.store:
        STORED.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
