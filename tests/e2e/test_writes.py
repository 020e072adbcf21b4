"""Output that cannot be written, of every program."""

import os
import re
import subprocess

from harness import BIN, TIMEOUT, Server, TestCase, clean_environment

NO_SPACE = "cannot write to standard output: No space left on device\n"
CLOSED = "cannot write to standard output: Bad file descriptor\n"


def run(*words, **options):
    """Runs a program of ours, or another one by its path."""
    return subprocess.run([BIN / words[0], *words[1:]], check=False, text=True,
                          timeout=TIMEOUT, env=clean_environment(),
                          stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          **options)


def run_by_shell(redirections, *words):
    return run("/bin/sh", "-c", f'exec "$@" {redirections}', "sh",
               BIN / words[0], *words[1:], stdout=subprocess.DEVNULL)


def run_full(*words):
    return run_by_shell(">/dev/full", *words)


def run_closed(*words):
    """Standard output is closed, so that a socket could get its number."""
    return run_by_shell(">&-", *words)


def run_left(*words):
    """The reader of standard output has left."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return run(*words, stdout=writer)
    finally:
        os.close(writer)


def row_calls_started(server):
    """RPCs so far that ask the upstream for rows."""
    return sum(map(float, re.findall(
        r'(?m)^grpc_server_call_started_total\{.*(?:Stream|List)Refpages".*\} '
        r'(\S+)$', server.get("/metrics")[1])))


class Writes(TestCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        words = ("--server", cls.server.address)
        cls.commands = [
            ("backlinks", "stream", "github.com", *words),
            ("backlinks", "stream", "github.com", "--format", "csv", *words),
            ("backlinks", "stream", "github.com", "--format", "arrow", *words),
            ("backlinks", "list", "github.com", *words),
            ("backlinks", "top", "github.com", *words),
            ("backlinks", "explain", "github.com", *words),
            ("backlinks", "parse-filter", "nofollow", *words),
            ("backlinks", "usage", *words),
            ("backlinks", "columns"), ("backlinks", "man"),
            ("backlinks", "completion", "zsh"), ("backlinks", "--help"),
            ("backlinks", "list", "--help"),
            ("backlinks-upstream", "--help"),
            ("backlinks-upstream", "serve", "--help"),
            ("backlinks-server", "--help"), ("backlinks-server", "--version")]
        cls.servers = [
            ("backlinks-server", "--listen", "127.0.0.1:0", "--admin_listen",
             "127.0.0.1:0"),
            ("backlinks-upstream", "serve", "--listen", "127.0.0.1:0")]

    def check(self, run_it, message):
        for code, programs in ((1, self.commands), (2, self.servers)):
            for words in programs:
                with self.subTest(words=words):
                    done = run_it(*words)
                    self.assertEqual(done.returncode, code)
                    self.assertIn(f"{words[0]}: {message}", done.stderr)

    def test_a_full_disk_is_an_error(self):
        self.check(run_full, NO_SPACE)

    def test_a_closed_output_is_an_error(self):
        self.check(run_closed, CLOSED)

    def test_rows_that_cannot_be_written_are_not_requested(self):
        with Server() as server:
            for command in ("stream", "list", "top"):
                run_closed("backlinks", command, "github.com", "--server",
                           server.address)
            self.assertEqual(row_calls_started(server), 0)
            run("backlinks", "list", "github.com", "--server", server.address,
                stdout=subprocess.DEVNULL)
            self.assertEqual(row_calls_started(server), 1)

    def test_a_reader_that_left_is_no_error(self):
        for words in self.commands:
            with self.subTest(words=words):
                done = run_left(*words)
                self.assertEqual(done.returncode, 0)
                self.assertNotIn("cannot write", done.stderr)

    def test_a_message_that_is_lost_is_an_error(self):
        for code, words in (
                (2, ("backlinks", "nonsense")),
                (2, ("backlinks-server", "--nonsense")),
                (2, ("backlinks-upstream", "nonsense")),
                # It tells the way to the next page.
                (1, ("backlinks", "list", "github.com", "--server",
                     self.server.address))):
            with self.subTest(words=words):
                done = run_by_shell("2>/dev/full", *words)
                self.assertEqual(done.returncode, code)

    def test_without_any_standard_file(self):
        done = run_by_shell("<&- >&- 2>&-", "backlinks", "stream",
                            "github.com", "--server", self.server.address)
        self.assertEqual(done.returncode, 1)
