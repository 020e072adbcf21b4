"""The snippets of client/examples/README.md are parts of the programs."""

import re
import textwrap
import unittest

from programs import EXAMPLES

SNIPPET = re.compile(
    r"\((\S+)\), `\[(\w+)\]`:\n\n```\w+\n(.*?)\n```\n", re.DOTALL)
REGIONS = {"connect", "filter", "explain", "resume", "errors"}
LANGUAGES = {"go", "python", "node", "java", "rust"}


def region(path, name):
    """The lines of a file between the comments [name] and [/name]."""
    found = re.search(rf"^ *(?://|#) \[{name}\]\n(.*?)\n *(?://|#) \[/{name}\]$",
                      (EXAMPLES / path).read_text(), re.DOTALL | re.MULTILINE)
    return textwrap.dedent(found.group(1)).rstrip()


class Readme(unittest.TestCase):

    def setUp(self):
        self.snippets = SNIPPET.findall((EXAMPLES / "README.md").read_text())

    def test_every_language_has_every_snippet(self):
        self.assertEqual(
            sorted((path.split("/")[0], name) for path, name, _ in
                   self.snippets),
            sorted((language, name) for language in LANGUAGES
                   for name in REGIONS))

    def test_snippets_are_the_programs(self):
        for path, name, text in self.snippets:
            with self.subTest(f"{path} [{name}]"):
                self.assertEqual(text, region(path, name))
