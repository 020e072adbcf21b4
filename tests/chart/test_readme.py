"""README.md is made from the values, and its commands work."""

import os
import re
import shlex
import unittest

import chart


class Readme(unittest.TestCase):
    maxDiff = None

    def test_is_up_to_date(self):
        made = chart.run(os.environ["HELM_DOCS"], "--chart-search-root",
                         chart.CHART, "--sort-values-order", "file",
                         "--log-level", "warning", "--dry-run").stdout
        readme = chart.CHART / "README.md"
        if os.environ.get("UPDATE_GOLDEN"):
            readme.write_text(made.strip() + "\n")
        self.assertEqual(made.strip() + "\n", readme.read_text())

    def test_its_helm_commands_render(self):
        text = (chart.CHART / "README.md").read_text().replace("\\\n", " ")
        commands = re.findall(r"^    helm (?:install|upgrade --install) (.*)$",
                              text, re.M)
        self.assertEqual(len(commands), 2)
        for command in commands:
            for helm in chart.HELMS:
                with self.subTest(command, helm=helm):
                    answer = chart.run(
                        helm, "template", "--kube-version", chart.KUBERNETES,
                        *shlex.split(command), cwd=chart.ROOT)
                    self.assertEqual(answer.returncode, 0, answer.stderr)


if __name__ == "__main__":
    unittest.main()
