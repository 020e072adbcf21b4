"""What every ci/*-values.yaml renders to, by every Helm, is what is committed.

UPDATE_GOLDEN=1 writes the files anew (./dev chart).
"""

import os
import pathlib
import re
import unittest

import chart
import defaults

GOLDEN = pathlib.Path(__file__).with_name("golden")
DASHBOARD = re.compile(r"(  backlinks\.json: \|\n)(?:    .*\n|\s*\n)+")


def text_of(helm, values):
    """Without empty lines, which Helm 3 and 4 place differently, and without
    the dashboard's text, which is a file of its own."""
    text = DASHBOARD.sub(r"\1    (files/dashboard.json)\n",
                         chart.rendered(helm, values))
    return "".join(line + "\n" for line in text.splitlines() if line.strip())


VERSION = re.compile(r"project\(backlinks VERSION ([0-9.]+)")


class FromSources(unittest.TestCase):
    """What the chart has from elsewhere."""

    def assert_made(self, file, text):
        if os.environ.get("UPDATE_GOLDEN"):
            file.write_text(text)
        self.assertEqual(file.read_text(), text)

    def test_versions_are_that_of_the_build(self):
        build = (chart.ROOT / "CMakeLists.txt").read_text()
        version = VERSION.search(build).group(1)
        for file, line in ((chart.CHART / "Chart.yaml", "appVersion: "),
                           (chart.ROOT / "Dockerfile", "ARG VERSION=")):
            self.assert_made(file, re.sub(f"(?m)^{line}.*$", line + version,
                                          file.read_text()))

    def test_templates_know_the_defaults_of_the_values(self):
        self.assert_made(defaults.FILE, defaults.text())


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
