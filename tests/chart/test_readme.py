"""README.md is made from the values, and its commands work."""

import os
import pathlib
import re
import shlex
import tarfile
import tempfile
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

    def test_its_links_are_in_the_package(self):
        with tempfile.TemporaryDirectory() as folder:
            answer = chart.run(chart.HELMS[0], "package", chart.CHART,
                               "--destination", folder)
            self.assertEqual(answer.returncode, 0, answer.stderr)
            archive, = pathlib.Path(folder).iterdir()
            with tarfile.open(archive) as package:
                names = {name.removeprefix("backlinks/")
                         for name in package.getnames()}
                readme = package.extractfile("backlinks/README.md").read()
        links = [link for link in re.findall(r"\]\(([^)]+)\)", readme.decode())
                 if "://" not in link and not link.startswith("#")]
        self.assertTrue(links)
        for link in links:
            with self.subTest(link):
                self.assertTrue(any(name == link or name.startswith(link + "/")
                                    for name in names))

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
