"""The flags of backlinks-server, by its own --help."""

import dataclasses
import os
import pathlib
import re

import chart

SERVER = pathlib.Path(os.environ["BACKLINKS_BIN"]).resolve() / "backlinks-server"
MODES = {"help", "version", "healthcheck"}  # These do not serve.
FLAG = re.compile(r"^  --(\w+)(?: ([A-Z]+)(?:=(\S+))?)?\s+((?:.|\n {3})*)$",
                  re.M)


@dataclasses.dataclass
class Flag:
    name: str
    kind: str
    default: str
    about: str

    @property
    def range(self):
        """The ends of "1 to 1000", which are at the end."""
        return [int(end) for end in
                re.search(r"(-?\d+) to (\d+)$", self.about).groups()]

    @property
    def words(self):
        """The words of a choice, of which the first may be explained."""
        listed = self.about.rpartition(": ")[2].split(", ")
        return listed if self.default in listed else [self.default, *listed]


def flags():
    text = chart.run(SERVER, "--help").stdout
    found = (Flag(name, kind, default, " ".join(about.split()))
             for name, kind, default, about in FLAG.findall(text))
    return {flag.name: flag for flag in found if flag.name not in MODES}
