"""Answers with many rows, made of the sample's and kept as files."""

import gzip
import json
import lzma
import random
import shutil

from v3_rows import v3_rows

ROWS = {"one": 1, "thousand": 1_000, "three_thousand": 3_000,
        "ten_thousand": 10_000, "few": 30_000, "hundred_thousand": 100_000,
        "many": 300_000, "million": 1_000_000}
# A residual for API v2 that about 90% of the rows do not pass.
ENDINGS = "es"
RESIDUAL = " OR ".join(f'ends_with(anchor, "{end}")' for end in ENDINGS)


class Data:
    """The folder of the answers. Each is made when it is first needed."""

    def __init__(self, sample, folder):
        self.sample, self.folder = sample, folder
        self._lines = []

    def lines(self):
        """The sample's rows as JSON, in a fixed shuffled order."""
        if not self._lines:
            with lzma.open(self.sample, "rb") as file:
                self._lines = [line.rstrip() for line in file]
            random.Random(3).shuffle(self._lines)
        return self._lines

    def rows(self, count):
        """That many of them, again from the start when there are too few."""
        lines = self.lines()
        return (lines[number % len(lines)] for number in range(count))

    def make(self, name, rows, key="refpages"):
        """Writes the answer `name` of these rows, unless it is there."""
        path = self.folder / f"{name}.json"
        if not path.exists():
            part = path.with_suffix(".part")
            with open(part, "wb") as file:
                separator = f'{{"{key}":[\n'.encode()
                for row in rows():
                    file.write(separator + row)
                    separator = b",\n"
                file.write(b"\n]}\n")
            part.rename(path)
        return path

    def need(self, *names):
        for name in names:
            self.make(name, lambda name=name: self.rows(ROWS[name]))

    def need_v3(self, name):
        """The answer `name` in API v3, as v3_NAME."""
        self.make(f"v3_{name}", lambda: v3_rows(self.lines(), ROWS[name]),
                  "backlinks")

    def need_passing(self):
        """The rows of "many" that the residual lets pass."""
        self.make("passing", lambda: (
            row for row in self.rows(ROWS["many"])
            if json.loads(row)["anchor"].endswith(tuple(ENDINGS))))

    def need_gzip(self, name):
        path = self.folder / f"{name}.json.gz"
        if path.exists():
            return
        self.need(name)
        part = path.with_suffix(".part")
        with open(self.folder / f"{name}.json", "rb") as source, \
                gzip.open(part, "wb", compresslevel=6) as target:
            shutil.copyfileobj(source, target, 1 << 20)
        part.rename(path)
