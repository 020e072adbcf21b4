"""Writes an answer of API v2 with many rows, made of the sample's.

make_answer.py SAMPLE.jsonl.xz ROWS OUT: takes the sample's rows in a fixed
shuffled order, again from the start when there are too few.
"""

import lzma
import random
import sys


def main(sample, rows, out):
    with lzma.open(sample, "rb") as file:
        lines = [line.rstrip() for line in file]
    random.Random(3).shuffle(lines)
    with open(out, "wb") as file:
        file.write(b'{"refpages":[')
        for number in range(rows):
            file.write(b",\n" if number else b"\n")
            file.write(lines[number % len(lines)])
        file.write(b"\n]}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
