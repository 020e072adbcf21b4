"""`backlinks top` and colors in a real terminal."""

import contextlib
import unittest

from harness import Server, TestCase, Upstream
from terminal import Terminal

TOP = "backlinks top github.com --all --max-price 1000000 --server "
ENDED = "; echo left=$?"
BAR = r"^\S+\.\S+ +\d+ [█▏▎▍▌▋▊▉]+"


class Top(TestCase):

    def setUp(self):
        self.terminal = Terminal("sh")
        self.addCleanup(self.terminal.close)

    @contextlib.contextmanager
    def live(self, redirection=""):
        """Top over an upstream that stops in the middle of an answer."""
        with Upstream("--fault", "stall_after_bytes=100000") as slow, \
                Server.on(slow.url, BACKLINKS_UPSTREAM_TOKEN="demo") as server:
            self.terminal.type(
                f"{TOP}{server.address}{redirection}{ENDED}", "Enter")
            self.terminal.wait_for(BAR)
            yield

    def check_terminal_is_as_before(self):
        self.terminal.type("clear; stty -a", "Enter")
        self.terminal.wait_for(r"(^| )isig .*\bicanon\b")
        self.terminal.wait_for(r"(^| )echo ")

    def test_the_end_leaves_a_table_and_the_terminal(self):
        with Server() as server:
            self.terminal.type(TOP + server.address + ENDED, "Enter")
            screen = self.terminal.wait_for(r"left=0")
        self.assertRegex(screen, "(?m)" + BAR)
        self.assertRegex(screen, r"\d+ rows of \d+ hosts in")
        self.check_terminal_is_as_before()

    def test_the_picture_fits_whatever_the_terminal_becomes(self):
        with self.live():
            self.assertIn("backlinks top github.com", self.terminal.screen())
            for width, height in ((40, 10), (120, 30), (10, 4), (80, 24)):
                self.terminal.resize(width, height)
                screen = self.terminal.wait_for(
                    rf"\A(.*\n){{{height - 1}}}q or ")
                self.assertLessEqual(max(map(len, screen.split("\n"))), width)
            self.terminal.wait_for(BAR)

    def test_either_key_ends_it_with_what_was_counted(self):
        for key in ("q", "C-c"):
            with self.subTest(key=key), self.live():
                self.terminal.type("", key)
                screen = self.terminal.wait_for(r"left=0")
                self.assertIn("ended before the last", screen)
                self.assertRegex(screen, "(?m)" + BAR)
                self.check_terminal_is_as_before()
                self.terminal.type("clear", "Enter")

    def test_without_keys_the_signal_ends_it(self):
        with self.live("</dev/null"):
            self.terminal.wait_for("^Ctrl-C ends")
            self.terminal.type("", "C-c")
            screen = self.terminal.wait_for(r"left=130")
            self.assertRegex(screen, "(?m)" + BAR)
            self.check_terminal_is_as_before()

    def test_a_pipe_gets_the_table_alone(self):
        with Server() as server:
            self.terminal.type(
                f"{TOP}{server.address} 2>/dev/null | cat -v{ENDED}", "Enter")
            screen = self.terminal.wait_for(r"left=0")
        self.assertRegex(screen, r"(?m)^\S+\.\S+ +\d+ ")
        self.assertNotIn("^[", screen)

    def test_colors_are_for_terminals(self):
        self.terminal.type("backlinks nonsense; echo left=$?", "Enter")
        self.assertIn("\x1b[1m\x1b[31mbacklinks:",
                      self.terminal.wait_for(r"left=2", "-e"))
        self.terminal.type("clear", "Enter")
        self.terminal.type("NO_COLOR=1 backlinks nonsense; echo left=$?",
                           "Enter")
        self.assertNotIn("\x1b[31m", self.terminal.wait_for("left=2", "-e"))


if __name__ == "__main__":
    unittest.main()
