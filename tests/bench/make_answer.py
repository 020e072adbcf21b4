"""Writes an answer of API v2 with many rows, made of the sample's.

make_answer.py SAMPLE.jsonl.xz ROWS OUT [ENDINGS]: takes the sample's rows in a
fixed shuffled order, again from the start when there are too few. With ENDINGS
only those rows of them whose anchor ends with one of these characters.
"""

import json
import lzma
import random
import sys


def main(sample, rows, out, endings=""):
    with lzma.open(sample, "rb") as file:
        lines = [line.rstrip() for line in file]
    random.Random(3).shuffle(lines)
    lines = [lines[number % len(lines)] for number in range(rows)]
    if endings:
        lines = [line for line in lines
                 if json.loads(line)["anchor"].endswith(tuple(endings))]
    with open(out, "wb") as file:
        file.write(b'{"refpages":[\n' + b",\n".join(lines) + b"\n]}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
