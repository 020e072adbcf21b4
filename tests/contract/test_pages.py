"""The pages' commands, run as written there."""

import unittest

from fixtures import Gateway, programs
import harness
import page
from page import Page


class Pages(harness.TestCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gateway = cls.enterClassContext(Gateway(cls.server.address))
        cls.programs = cls.enterClassContext(programs())

    def assert_true_to_life(self, path, **settings):
        its = Page(path)
        self.assertGreater(len(its.commands), 0)
        self.assertLessEqual(its.languages, {"console", "sh", ""})
        self.assertLessEqual(its.settings, set(settings))
        its.run(self.programs, **settings)
        self.assertEqual(its.unannounced_failures(), [])
        for command in its.commands:
            with self.subTest(command.text):
                if not command.as_expected:
                    self.assertEqual(command.printed, command.expected)

    def test_grpcurl(self):
        self.assert_true_to_life("client/GRPCURL.md",
                                 SERVER=self.server.address)

    def test_http_gateway(self):
        self.assert_true_to_life("client/http_gateway/README.md",
                                 SERVER=self.server.address,
                                 GATEWAY=self.gateway.address)

    def test_readme(self):
        self.assert_true_to_life("README.md", GATEWAY=self.gateway.address)


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
