"""The command line client: formats, exit codes, mistakes."""

import csv
import io
import json
import socket
import unicodedata

from harness import (ScriptedUpstream, Server, TestCase, always, backlinks,
                     http_answer, per_dialect)


def cells(text):
    """How many cells of a terminal the text takes."""
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


class Client(TestCase):

    def stream(self, *words):
        return backlinks("stream", "--server", self.server.address, *words)

    def test_a_pipe_gets_json_lines(self):
        run = self.stream("github.com", "--limit", "3", "--select",
                          "url_from,ahrefs_rank,nofollow,link_type")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        rows = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertEqual(len(rows), 3)
        for row in rows:
            self.assertEqual(list(row), ["url_from", "ahrefs_rank",
                                         "link_type", "nofollow"])
            self.assertIsInstance(row["ahrefs_rank"], int)
            self.assertEqual(row["link_type"], "href")

    def test_csv_is_what_a_csv_reader_expects(self):
        words = ["en.wikipedia.org", "--limit", "500", "--select",
                 "title,anchor,text_pre"]
        run = self.stream(*words, "--format", "csv")
        self.assertTrue(run.stdout.startswith("title,anchor,text_pre\r\n"))
        table = list(csv.DictReader(io.StringIO(run.stdout, newline="")))
        lines = self.stream(*words).stdout.split("\n")[:-1]
        self.assertEqual(table, [json.loads(line) for line in lines])

    def test_table_lines_have_one_width(self):
        run = self.stream("ja.wikipedia.org", "--limit", "20", "--format",
                          "table", "--select", "ahrefs_rank,title,anchor",
                          "--where", 'language = "ja"')
        lines = run.stdout.splitlines()
        self.assertGreaterEqual(len(lines), 21)
        self.assertLessEqual(max(cells(line.rstrip()) for line in lines), 80)

    def test_filter_and_order(self):
        run = self.stream("github.com", "--limit", "50", "--where",
                          'ahrefs_rank >= 20 AND NOT nofollow AND '
                          'language = "en"', "--order-by",
                          "ahrefs_rank:desc,url_from", "--select",
                          "ahrefs_rank,url_from,language,nofollow")
        self.assertEqual(run.returncode, 0, run.stderr)
        rows = [json.loads(line) for line in run.stdout.splitlines()]
        keys = [(-row["ahrefs_rank"], row["url_from"]) for row in rows]
        self.assertEqual(keys, sorted(keys))
        self.assertEqual({(row["language"], row["nofollow"]) for row in rows},
                         {("en", False)})

    def test_words_of_v2(self):
        run = self.stream("github.com", "--limit", "5", "--where",
                          'substring(title,"Python"),ahrefs_rank>=1',
                          "--select", "title")
        self.assertEqual(run.returncode, 0, run.stderr)
        for line in run.stdout.splitlines():
            self.assertIn("Python", json.loads(line)["title"])

    def test_columns(self):
        run = backlinks("columns")
        self.assertEqual(run.returncode, 0)
        self.assertEqual(len(run.stdout.splitlines()), 26)

    def test_wrong_usage(self):
        for words in ([], ["nonsense"], ["stream"], ["stream", "a", "--no"],
                      ["stream", "a", "--mode", "sideways"],
                      ["stream", "a", "--format", "xls"],
                      ["stream", "a", "--all"],
                      ["stream", "a", "--limit", "3", "--all"],
                      ["stream", "a", "--select", "nonsense"],
                      ["stream", "a", "--order-by", "ahrefs_rank:up"],
                      ["stream", "a", "--where", "ahrefs_rank >="]):
            with self.subTest(words=words):
                run = backlinks(*words)
                self.assertEqual((run.returncode, run.stdout), (2, ""))
                self.assertTrue(run.stderr.startswith("backlinks: "))

    def test_an_invalid_field_is_named(self):
        run = self.stream("", "--where", "domain_rating > 3")
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn("INVALID_ARGUMENT (INVALID_QUERY)", run.stderr)
        self.assertIn("query.target", run.stderr)
        self.assertIn("query.where", run.stderr)

    def test_no_server(self):
        with socket.create_server(("127.0.0.1", 0)) as nobody:
            port = nobody.getsockname()[1]
        run = backlinks("stream", "--server", f"127.0.0.1:{port}",
                        "--timeout", "5s", "github.com")
        self.assertEqual(run.returncode, 1)
        self.assertIn("UNAVAILABLE", run.stderr)

    def test_a_failed_upstream(self):
        answer = http_answer('{"error":"invalid token"}', per_dialect(
            "200 OK", "401 Unauthorized"))
        with ScriptedUpstream(always(answer)) as upstream, \
                Server.on(upstream.url) as server:
            run = backlinks("stream", "--server", server.address, "a.example")
        self.assertEqual(run.returncode, 1)
        self.assertIn("FAILED_PRECONDITION (UPSTREAM_CREDENTIALS)",
                      run.stderr)
