"""Rows as files, terminals and other readers get them."""

import contextlib
import csv
import io
import json
import os
import pathlib
import pty
import re
import subprocess
import tempfile
import threading
import unicodedata

import pyarrow.csv

from harness import (BIN, TIMEOUT, ScriptedUpstream, Server, TestCase, always,
                     http_answer)
from terminal import ENVIRONMENT

UNSAFE = "\x1b[2J\x1b]0;title\x07 \x00 \x7f \u009b31m \u202e \u2066 \u2028 \rx"
ERASE_LINE = "\r\x1b[K"  # Of the progress line.
JOINERS = "\u200c\u200d\u00ad"


@contextlib.contextmanager
def server_of(rows):
    """A server whose upstream has these rows of v2."""
    answer = always(http_answer(json.dumps({"refpages": rows})))
    with ScriptedUpstream(answer) as upstream, Server(
            "--upstream", "ahrefs_v2", "--upstream_url", upstream.url,
            BACKLINKS_UPSTREAM_TOKEN="demo") as server:
        yield server


def run(*words):
    return subprocess.run([BIN / "backlinks", *words], capture_output=True,
                          check=False, timeout=TIMEOUT,
                          stdin=subprocess.DEVNULL, env=ENVIRONMENT)


class Screen:
    """A terminal that keeps every byte."""

    def __init__(self):
        self._ours, self.theirs = pty.openpty()
        self._bytes = b""
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self):
        with contextlib.suppress(OSError):  # Its writers have closed it.
            while piece := os.read(self._ours, 65536):
                self._bytes += piece

    def text(self):
        """All of it, once the program has ended; lines as they were sent."""
        os.close(self.theirs)
        self._thread.join(TIMEOUT)
        os.close(self._ours)
        return re.sub("\r+\n", "\n", self._bytes.decode())


def run_on_terminals(*words):
    """Exit status and what the terminals of both outputs got."""
    out, err = Screen(), Screen()
    code = subprocess.run([BIN / "backlinks", *words], check=False,
                          timeout=TIMEOUT, stdin=subprocess.DEVNULL,
                          stdout=out.theirs, stderr=err.theirs,
                          env={**ENVIRONMENT, "NO_COLOR": "1"}).returncode
    return code, out.text(), err.text().replace(ERASE_LINE, "")


def unsafe_in(text):
    """What a terminal would not merely show."""
    return [c for c in text if c not in "\n\t" + JOINERS and
            unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


class Terminals(TestCase):

    def test_no_format_lets_a_row_control_it(self):
        with server_of([{"anchor": UNSAFE, "title": "shown"}]) as server:
            for form in ("table", "jsonl", "csv"):
                with self.subTest(form=form):
                    code, out, err = run_on_terminals(
                        "stream", "github.com", "--limit", "1", "--select",
                        "title,anchor", "--format", form, "--server",
                        server.address)
                    self.assertEqual(code, 0, err)
                    self.assertIn("shown", out)
                    self.assertEqual(unsafe_in(out + err), [])
                    if form == "jsonl":
                        self.assertEqual(json.loads(out)["anchor"], UNSAFE)

    def test_no_other_command_does(self):
        where = f'anchor = "{UNSAFE}"'.replace("\0", "")
        server = ("--server", self.server.address)
        for words in (("explain", "github.com", "--where", where),
                      ("explain", "github.com", "--where", where, "--format",
                       "json"),
                      ("parse-filter", where),
                      ("parse-filter", where, "--format", "json"),
                      ("stream", "github.com", "--where", where + " AND"),
                      ("stream", "github.com", "--select", where),
                      ("stream", "github.com", "--resume", where),
                      ("stream", where), (where,), ("parse-filter", where * 2),
                      ("list", "github.com", "--page-token", where),
                      ("list", "github.com", "--page-size", "5", "--having",
                       f'NOT {where}')):
            with self.subTest(words=words):
                _, out, err = run_on_terminals(*words, *server)
                self.assertNotEqual(out + err, "")
                self.assertEqual(unsafe_in(out + err), [])

    def test_the_servers_do_not_either(self):
        for program in ("backlinks-server", "backlinks-upstream"):
            screen = Screen()
            subprocess.run([BIN / program, "--" + UNSAFE.replace("\0", "")],
                           check=False, timeout=TIMEOUT, stderr=screen.theirs)
            text = screen.text()
            self.assertIn(program, text)
            self.assertEqual(unsafe_in(text), [])


class Files(TestCase):

    def test_json_lines_are_safe_wherever_they_go(self):
        with server_of([{"anchor": UNSAFE}]) as server:
            done = run("stream", "github.com", "--limit", "1", "--select",
                       "anchor", "--server", server.address)
        text = done.stdout.decode()
        self.assertEqual(unsafe_in(text), [])
        self.assertEqual(json.loads(text), {"anchor": UNSAFE})

    def test_csv_keeps_every_text(self):
        with server_of([{"anchor": UNSAFE}]) as server:
            done = run("stream", "github.com", "--limit", "1", "--select",
                       "anchor", "--format", "csv", "--server", server.address)
        rows = list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))
        self.assertEqual(rows, [["anchor"], [UNSAFE]])

    def csv_column(self, rows, column, *words):
        """The column as another reader of CSV has it."""
        with server_of(rows) as server:
            done = run("stream", "github.com", "--limit", str(len(rows)),
                       "--format", "csv", *words, "--server", server.address)
        self.assertEqual(done.returncode, 0, done.stderr)
        return pyarrow.csv.read_csv(
            io.BytesIO(done.stdout), convert_options=pyarrow.csv.ConvertOptions(
                null_values=["", "NULL"], strings_can_be_null=True,
                quoted_strings_can_be_null=False)).column(column).to_pylist()

    def test_csv_distinguishes_null_from_an_empty_text(self):
        values = [None, "", "x", "NULL", None]
        rows = [{"alt": value, "url_from": "https://a.example/"}
                for value in values]
        for words in (("--select", "alt,url_from"),
                      ("--select", "alt", "--csv-null", "NULL")):
            with self.subTest(words=words):
                expected = [None if value == "NULL" and "--csv-null" not in
                            words else value for value in values]
                self.assertEqual(self.csv_column(rows, "alt", *words),
                                 expected)

    def test_csv_of_one_column_has_every_row(self):
        rows = [{"alt": value} for value in ("", None, "x", "")]
        self.assertEqual(
            len(self.csv_column(rows, "alt", "--select", "alt")), 4)

    def test_what_is_suggested_continues_the_file(self):
        words = ("list", "github.com", "--select", "url_from,title",
                 "--order-by", "url_from,title", "--server",
                 self.server.address)
        for form in ("csv", "jsonl"):
            whole = run(*words, "--format", form, "--all-pages", "--limit",
                        "60").stdout
            with self.subTest(form=form), \
                    tempfile.TemporaryDirectory() as folder:
                file = pathlib.Path(folder, "rows")
                done = run(*words, "--format", form, "--page-size", "20")
                file.write_bytes(done.stdout)
                for _ in range(2):
                    command = done.stderr.decode().removeprefix("next page: ")
                    done = subprocess.run(
                        f"{command.strip()} >>{file}", shell=True, check=True,
                        stderr=subprocess.PIPE, timeout=TIMEOUT,
                        env=ENVIRONMENT)
                self.assertEqual(file.read_bytes(), whole)
