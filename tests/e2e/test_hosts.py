"""One host in its spellings: as a target, in a filter and in rows."""

import json
import pathlib
import tempfile

from harness import CODE, Server, TestCase, query

SPELLINGS = ["bücher.example", "BÜCHER.example", "bu\u0308cher.example",
             "bücher\u3002example", "bü\u200bcher.example",
             "xn--bcher-kva.example", "XN--BCHER-KVA.EXAMPLE"]
NOT_HOSTS = {"\u202ebücher.example": "disallowed character",
             "bücher.example\uff0fx": '"/" in its host name',
             "\u200b": "no host name"}


class Hosts(TestCase):

    def setUp(self):
        rows = [{"url_from": f"https://www.{spelling}/{number}",
                 "url_to": f"https://{spelling}/"}
                for number, spelling in enumerate(SPELLINGS)]
        rows.append({"url_from": "https://bucher.example/",
                     "url_to": "https://bucher.example/"})
        folder = self.enterContext(tempfile.TemporaryDirectory())
        path = pathlib.Path(folder, "rows.jsonl")
        path.write_text("".join(json.dumps(row) + "\n" for row in rows),
                        encoding="utf-8")
        self.server = self.enterContext(Server("--embedded_data", path))

    def test_every_spelling_of_a_target_has_all_rows(self):
        for spelling in SPELLINGS:
            for mode in ("DOMAIN", "SUBDOMAINS", "EXACT", "PREFIX"):
                with self.subTest(spelling, mode=mode):
                    answer = self.server.stream(
                        query(spelling, f"TARGET_MODE_{mode}"))
                    self.assertEqual(answer.code, 0, answer.err)
                    self.assertEqual(len(answer.rows), len(SPELLINGS))

    def test_every_spelling_in_a_filter_has_all_rows(self):
        for spelling in SPELLINGS:
            with self.subTest(spelling):
                where = {"predicate": {"url_from": {"subdomainOf": spelling}}}
                answer = self.server.stream(query("example", where=where))
                self.assertEqual(answer.code, 0, answer.err)
                self.assertEqual(len(answer.rows), len(SPELLINGS))

    def test_what_is_no_host_is_an_error_with_a_reason(self):
        for text, why in NOT_HOSTS.items():
            with self.subTest(text):
                where = {"predicate": {"url_to": {"subdomainOf": text}}}
                for asked in (query(text), query("example", where=where)):
                    answer = self.server.stream(asked)
                    self.assert_error(answer, CODE["INVALID_ARGUMENT"],
                                      "INVALID_QUERY")
                    self.assertIn(why, next(iter(answer.violations.values())))
