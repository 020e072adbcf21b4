"""The commands of the Markdown pages, run exactly as written there."""

import unittest

from fixtures import Gateway, programs
import harness
import page
from page import Page


# Beside these, every page of docs/ that has commands.
PAGES = ("README.md", "CONTRIBUTING.md", "client/GRPCURL.md",
         "client/http_gateway/README.md")
# Pages whose commands must not get lost.
WITH_COMMANDS = {"README.md", "client/GRPCURL.md",
                 "client/http_gateway/README.md", "docs/clients.md",
                 "docs/configuration.md", "docs/operations.md",
                 "docs/prices.md", "docs/streaming.md"}

# Languages of single pages whose code another test runs: tests/tables.
RUN_ELSEWHERE = {"docs/clients.md": {"python"}}


def pages_with_commands():
    paths = [*PAGES, *(str(path.relative_to(page.ROOT))
                       for path in sorted((page.ROOT / "docs").glob("*.md")))]
    return [path for path in paths if Page(path).commands]


class Pages(harness.TestCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gateway = cls.enterClassContext(Gateway(cls.server.address))
        cls.programs = cls.enterClassContext(programs())
        cls.settings = {"SERVER": cls.server.address,
                        "BACKLINKS_SERVER": cls.server.address,
                        "ADMIN": cls.server.admin,
                        "GATEWAY": cls.gateway.address}

    def assert_true_to_life(self, path):
        its = Page(path)
        languages = {"console", "sh", ""} | RUN_ELSEWHERE.get(path, set())
        self.assertLessEqual(its.languages, languages)
        self.assertLessEqual(its.settings, set(self.settings))
        its.run(self.programs, **self.settings)
        self.assertEqual(its.unannounced_failures(), [])
        for command in its.commands:
            with self.subTest(f"{path}: {command.text}"):
                if not command.as_expected:
                    self.assertEqual(command.printed, command.expected)

    def test_commands_of_every_page(self):
        paths = pages_with_commands()
        self.assertLessEqual(WITH_COMMANDS, set(paths))
        for path in paths:
            with self.subTest(path):
                self.assert_true_to_life(path)


class Comparison(unittest.TestCase):
    """That a page cannot say what is not so."""

    def test_ellipses(self):
        for expected, printed, same in (
                ("a\n", "a\n", True), ("a\n", "b\n", False),
                ("a\n", "a\nb\n", False), ("", "a\n", False),
                ("a…c\n", "abc\n", True), ("a…c\n", "ab\nc\n", False),
                ("a\n…\nc\n", "a\nb\nb\nc\n", True),
                ("a\n…\nc\n", "a\nc\n", True),
                ("a\n…\nc\n", "a\nb\n", False), ("a.c\n", "abc\n", False)):
            with self.subTest(expected=expected, printed=printed):
                command = page.Command("", expected, printed)
                self.assertEqual(command.as_expected, same)

    def test_commands_of_several_lines(self):
        block = "$ a 'b\nc' \\\n  d |\n  e\nout\n$ f\n"
        self.assertEqual(
            [(command.text, command.expected)
             for command in page.session(block)],
            [("a 'b\nc' \\\n  d |\n  e", "out\n"), ("f", "")])

    def test_a_failure_must_be_announced(self):
        its = Page("client/GRPCURL.md")
        its.commands = page.session("$ false\n$ false\n$ echo $?\n1\n")
        its.run("/nonexistent")
        self.assertEqual(its.unannounced_failures(), ["false"])
        self.assertTrue(its.commands[-1].as_expected)
