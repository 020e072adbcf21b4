"""client/examples/README.md: its commands run, its snippets are the programs."""

import re
import subprocess
import textwrap
import unittest

import harness
from programs import EXAMPLES, canonical, json_lines

README = (EXAMPLES / "README.md").read_text()
SNIPPET = re.compile(
    r"\((\S+)\), `\[(\w+)\]`:\n\n```\w+\n(.*?)\n```\n", re.DOTALL)
REGIONS = {"connect", "filter", "explain", "resume", "errors"}
LANGUAGES = {"c++", "go", "python", "node", "java", "rust"}


def blocks(text, kind):
    return re.findall(rf"^```{kind}\n(.*?)\n```$", text, re.DOTALL | re.MULTILINE)


def sections():
    """The sections of the languages, by their titles."""
    parts = re.split(r"^## (\S+)\n", README, flags=re.MULTILINE)
    return {title.lower(): text for title, text in zip(parts[1::2], parts[2::2])
            if title.lower() in LANGUAGES}


def region(path, name):
    """The lines of a file between the comments [name] and [/name]."""
    found = re.search(rf"^ *(?://|#) \[{name}\]\n(.*?)\n *(?://|#) \[/{name}\]$",
                      (EXAMPLES / path).read_text(), re.DOTALL | re.MULTILINE)
    return textwrap.dedent(found.group(1)).rstrip()


class Snippets(unittest.TestCase):

    def setUp(self):
        self.snippets = SNIPPET.findall(README)

    def test_every_language_has_every_snippet(self):
        self.assertEqual(
            sorted((path.split("/")[0], name) for path, name, _ in
                   self.snippets),
            sorted((language.replace("+", "p"), name) for language in LANGUAGES
                   for name in REGIONS))

    def test_snippets_are_the_programs(self):
        for path, name, text in self.snippets:
            with self.subTest(f"{path} [{name}]"):
                self.assertEqual(text, region(path, name))


class Commands(harness.TestCase):
    """The first commands of a language, which build, have been run before."""

    def tour(self, language):
        _, command = blocks(sections()[language], "sh")
        done = subprocess.run(
            ["bash", "-eu", "-c", command], cwd=EXAMPLES, check=True,
            stdout=subprocess.PIPE, timeout=harness.TIMEOUT,
            env=harness.clean_environment(SERVER=self.server.address))
        return [canonical(line) for line in json_lines(done.stdout.decode())]

    def test_every_tour_prints_what_the_page_shows(self):
        shown, = blocks(README, "json")
        self.assertEqual(sections().keys(), LANGUAGES)
        for language in LANGUAGES:
            with self.subTest(language):
                self.assertEqual(self.tour(language), shown.splitlines())
