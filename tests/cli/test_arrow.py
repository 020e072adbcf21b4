"""`--format arrow`, by Apache Arrow's own reader."""

import datetime
import io
import json
import subprocess

import pyarrow

from harness import (BIN, TIMEOUT, ScriptedUpstream, Server, TestCase,
                     http_answer, row_json)
from terminal import ENVIRONMENT, Terminal

TYPES = {"string": pyarrow.string(), "int": pyarrow.int64(),
         "boolean": pyarrow.bool_(),
         "date": pyarrow.timestamp("us", tz="UTC")}
ALL = ("github.com", "--all", "--max-price", "1000000")


def run(*words):
    return subprocess.run([BIN / "backlinks", *words], capture_output=True,
                          check=False, timeout=TIMEOUT,
                          stdin=subprocess.DEVNULL, env=ENVIRONMENT)


def table_of(stream):
    """All batches of a whole stream, which are held to what they claim."""
    with pyarrow.ipc.open_stream(io.BytesIO(stream)) as reader:
        table = reader.read_all()
    table.validate(full=True)
    return table


def as_jsonl(row):
    """A row of a table as jsonl has it: without what is absent."""
    return {name: value.strftime("%Y-%m-%dT%H:%M:%SZ")
            if isinstance(value, datetime.datetime) else value
            for name, value in row.items() if value is not None}


class Arrow(TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())

    def read(self, command, *words):
        done = run(command, *words, "--format", "arrow", "--server",
                   self.server.address)
        self.assertEqual(done.returncode, 0, done.stderr)
        return table_of(done.stdout)

    def jsonl(self, command, *words):
        done = run(command, *words, "--format", "jsonl", "--server",
                   self.server.address)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_it_has_every_row_of_a_stream(self):
        table = self.read("stream", *ALL)
        expected = self.jsonl("stream", *ALL)
        self.assertGreater(len(expected), 1000)
        self.assertEqual([as_jsonl(row) for row in table.to_pylist()],
                         expected)

    def test_its_columns_are_those_of_the_contract(self):
        schema = self.read("stream", "github.com", "--limit", "1").schema
        listed = run("columns").stdout.decode().splitlines()
        words = {line.split()[0]: line.split()[1] for line in listed
                 if len(line.split()) > 1}
        self.assertEqual(len(schema), 25)
        for field in schema:
            self.assertEqual(field.type, TYPES[words[field.name]], field.name)

    def test_select_chooses_columns_and_their_order(self):
        table = self.read("stream", "github.com", "--limit", "3", "--select",
                          "title,first_seen,url_from")
        self.assertEqual(table.column_names,
                         ["title", "first_seen", "url_from"])

    def test_without_rows_there_is_still_a_schema(self):
        table = self.read("stream", "github.com", "--where", "title = 'none'")
        self.assertEqual((table.num_rows, len(table.schema)), (0, 25))

    def test_pages_of_a_list_are_one_stream(self):
        words = ("github.com", "--all-pages", "--page-size", "100", "--limit",
                 "950")
        table = self.read("list", *words)
        self.assertEqual([as_jsonl(row) for row in table.to_pylist()],
                         self.jsonl("list", *words))
        self.assertEqual(table.num_rows, 950)

    def read_broken(self, *words):
        """A run whose upstream breaks after five rows."""
        answers = [http_answer('{"refpages":[%s]}' % ",".join(
            map(row_json, range(5)))),
                   http_answer('{"error":"wrong"}', "400 Bad Request")]

        def script(connection, _):
            connection.sendall(answers.pop(0))
        with ScriptedUpstream(script) as upstream, \
                Server.on(upstream.url, "--page_rows", "5",
                          BACKLINKS_UPSTREAM_TOKEN="demo") as server:
            done = run(*words, "--format", "arrow", "--server",
                       server.address)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"resume with (into another file): ", done.stderr)
        return done

    def test_a_call_that_breaks_is_no_whole_table(self):
        for words in (("stream", "github.com", "--limit", "10"),
                      ("list", "github.com", "--all-pages", "--limit", "10",
                       "--page-size", "5")):
            with self.subTest(words=words):
                stream = self.read_broken(*words).stdout
                with self.assertRaises(pyarrow.ArrowInvalid):
                    table_of(stream)
                # The rows before are there for those who want them.
                with pyarrow.ipc.open_stream(io.BytesIO(stream)) as reader:
                    self.assertEqual(reader.read_next_batch().num_rows, 5)

    def test_a_call_that_fails_at_once_is_no_empty_table(self):
        for command in ("stream", "list"):
            done = run(command, "", "--format", "arrow", "--server",
                       self.server.address)
            self.assertEqual((done.returncode, done.stdout), (1, b""))

    def test_a_terminal_gets_an_error(self):
        with Terminal("sh", width=200) as terminal:
            terminal.type("backlinks stream github.com --format arrow "
                          f"--server {self.server.address}; echo left=$?",
                          "Enter")
            terminal.wait_for(r"send it to a file or a program")
            terminal.wait_for(r"left=2")
