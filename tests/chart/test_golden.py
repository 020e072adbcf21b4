"""What every ci/*-values.yaml renders to, by every Helm, is what is committed.

UPDATE_GOLDEN=1 writes the files anew (./dev chart).
"""

import os
import pathlib
import re
import unittest

import chart

GOLDEN = pathlib.Path(__file__).with_name("golden")
DASHBOARD = re.compile(r"(  backlinks\.json: \|\n)(?:    .*\n|\s*\n)+")


def text_of(helm, values):
    """Without empty lines, which Helm 3 and 4 place differently, and without
    the dashboard's text, which is a file of its own."""
    text = DASHBOARD.sub(r"\1    (files/dashboard.json)\n",
                         chart.rendered(helm, values))
    return "".join(line + "\n" for line in text.splitlines() if line.strip())


class Golden(unittest.TestCase):
    maxDiff = None

    def test_renders_what_is_committed(self):
        for values in chart.CI_VALUES:
            file = GOLDEN / values.name.replace("-values", "")
            if os.environ.get("UPDATE_GOLDEN"):
                file.write_text(text_of(chart.HELMS[0], values))
            for helm in chart.HELMS:
                with self.subTest(values=values.name, helm=helm):
                    self.assertEqual(text_of(helm, values), file.read_text())

    def test_every_file_has_its_values(self):
        self.assertEqual(
            sorted(file.name for file in GOLDEN.iterdir()),
            sorted(values.name.replace("-values", "")
                   for values in chart.CI_VALUES))

    def test_lint_is_strict_and_silent(self):
        for helm in chart.HELMS:
            for values in chart.CI_VALUES:
                with self.subTest(values=values.name, helm=helm):
                    answer = chart.run(helm, "lint", "--strict", "--quiet",
                                       chart.CHART, "--values", values)
                    self.assertEqual((answer.returncode, answer.stderr),
                                     (0, ""), answer.stdout)


if __name__ == "__main__":
    unittest.main()
