"""The figures of a run: one table, and the same as JSON.

A figure has the values of all rounds, of which the median and the spread (the
smallest and the largest) are printed, and may have a goal. A goal is "met" or
"MISSED": neither fails anything, because figures differ between machines.
"""

import dataclasses
import json
import operator
import statistics

OPERATORS = {"≥": operator.ge, "≤": operator.le}
WIDTHS = "{:58}{:>12}  {:>25}  {:12}{:>12}  {}"


@dataclasses.dataclass(frozen=True)
class Goal:
    sign: str  # "≥" or "≤".
    bound: float

    def is_met_by(self, value):
        return OPERATORS[self.sign](value, self.bound)


def at_least(bound):
    return Goal("≥", bound)


def at_most(bound):
    return Goal("≤", bound)


@dataclasses.dataclass(frozen=True)
class Figure:
    family: str
    name: str
    unit: str
    values: list
    goal: Goal | None = None

    @property
    def median(self):
        return statistics.median(self.values)

    @property
    def verdict(self):
        if self.goal is None:
            return ""
        return "met" if self.goal.is_met_by(self.median) else "MISSED"

    def shown(self, value):
        if self.unit == "%":
            return f"{100 * value:,.0f}"
        digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
        return f"{value:,.{digits}f}"

    def line(self):
        goal = ("" if self.goal is None
                else f"{self.goal.sign} {self.shown(self.goal.bound)}")
        spread = (f"{self.shown(min(self.values))} .. "
                  f"{self.shown(max(self.values))}")
        return WIDTHS.format("  " + self.name, self.shown(self.median), spread,
                             self.unit, goal, self.verdict).rstrip()

    def json(self):
        described = {"family": self.family, "name": self.name,
                     "unit": "ratio" if self.unit == "%" else self.unit,
                     "median": self.median, "min": min(self.values),
                     "max": max(self.values), "values": self.values}
        if self.goal is not None:
            described |= {"goal": f"{self.goal.sign} {self.goal.bound:g}",
                          "verdict": self.verdict}
        return described


class Report:
    def __init__(self, facts):
        self.facts = facts  # What the figures depend on: runs, machine, …
        self.figures = []
        self.notes = []
        self.failed = False
        self.families = []  # In the order of the table.

    @property
    def family(self):
        return self.families[-1]

    def begin(self, family):
        """What is added next belongs to this family."""
        self.families.append(family)

    def add(self, name, unit, values, goal=None):
        self.figures.append(
            Figure(self.family, name, unit, [float(v) for v in values], goal))

    def compare(self, name, these, those, goal=None, unit="%"):
        """How many times `those` of the same round `these` are."""
        self.add(name, unit, [this / that for this, that in zip(these, those)],
                 goal)

    def note(self, text):
        self.notes.append({"family": self.family, "text": text})

    def fail(self, text):
        self.failed = True
        self.note(f"failed: {text}")

    def table(self):
        lines = [WIDTHS.format("", "median", "min .. max", "", "goal",
                               "").rstrip()]
        for family in self.families:
            lines.append(family)
            lines += [figure.line() for figure in self.figures
                      if figure.family == family]
            lines += ["  " + note["text"] for note in self.notes
                      if note["family"] == family]
        verdicts = [figure.verdict for figure in self.figures]
        lines.append(f"goals: {verdicts.count('met')} met, "
                     f"{verdicts.count('MISSED')} MISSED")
        return "\n".join(lines)

    def write(self, path):
        path.write_text(json.dumps(
            {**self.facts, "figures": [f.json() for f in self.figures],
             "notes": self.notes}, indent=1, ensure_ascii=False) + "\n",
            encoding="utf-8")
