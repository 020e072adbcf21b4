"""The manual page, by the formatters that people read it with."""

import re
import subprocess
import unittest

from terminal import ENVIRONMENT


def run(*words, **more):
    """A program's output, which must not fail or write errors."""
    done = subprocess.run(words, capture_output=True, text=True, check=False,
                          timeout=60, env=ENVIRONMENT, **more)
    if done.returncode or done.stderr:
        raise AssertionError(f"{words}: {done.returncode} {done.stderr}")
    return done.stdout


class Manual(unittest.TestCase):

    def setUp(self):
        self.page = run("backlinks", "man")

    def test_mandoc_reports_nothing(self):
        self.assertEqual(
            run("mandoc", "-Tlint", "-Wwarning", input=self.page), "")

    def test_it_reads_as_the_help_does(self):
        text = re.sub(r".\x08", "",
                      run("mandoc", "-Tutf8", "-Owidth=500", input=self.page))
        for command in re.findall(r"(?m)^  (\w\S*)  ",
                                  run("backlinks", "--help")):
            self.assertRegex(text, rf"(?m)^   {command}$")
            options = re.findall(r"(?m)^  (--[\w-]+)",
                                 run("backlinks", command, "--help"))
            for option in set(options) - {"--help"}:
                self.assertRegex(text, rf"(?m)^ +{option}\b")


if __name__ == "__main__":
    unittest.main()
