"""Pages from the server's cache, in a stream of several pages."""

import json
import unittest

from harness import (CODE, NO_CAP, STREAM, ScriptedUpstream, Server, TestCase,
                     Upstream, http_answer, per_dialect, query)

PAGE = 50
CACHE = ("--cache_ttl", "1h", "--page_rows", str(PAGE))
ROWS = 6 * PAGE + 7


def upstream_calls(answer):
    return int(answer.summary.get("upstreamCallCount", 0))


class Streams(unittest.TestCase):

    def setUp(self):
        self.upstream = self.enterContext(Upstream())
        self.server = self.enterContext(Server.on(
            self.upstream.url, *CACHE, BACKLINKS_UPSTREAM_TOKEN="key"))

    def stream(self, rows=ROWS, **request):
        answer = self.server.stream(rowLimit=rows, **request)
        self.assertEqual(answer.code, 0, answer.err)
        return answer

    def test_have_the_same_rows_and_no_price(self):
        first, again = self.stream(), self.stream()
        fresh = self.stream(maxCacheAge="0s")
        self.assertEqual(len(first.rows), ROWS)
        self.assertEqual(first.rows, fresh.rows)
        self.assertEqual(first.rows, again.rows)
        self.assertEqual(upstream_calls(again), 0)
        self.assertEqual(again.summary["cachedPageCount"],
                         again.summary["pageCount"])
        self.assertEqual(again.summary["savedPrice"],
                         first.summary["computedPrice"])

    def test_with_another_end_share_whole_pages(self):
        self.stream()
        longer = self.stream(ROWS + 3 * PAGE)
        self.assertEqual(len(longer.rows), ROWS + 3 * PAGE)
        self.assertGreaterEqual(int(longer.summary["cachedPageCount"]), 6)
        self.assertLessEqual(upstream_calls(longer), 5)
        fresh = self.stream(ROWS + 3 * PAGE, maxCacheAge="0s")
        self.assertEqual(longer.rows, fresh.rows)

    def test_that_resume_find_the_pages_of_others(self):
        whole = self.stream()
        token = next(message["resumeToken"] for message in whole.messages
                     if message.get("refpages"))
        delivered = len(whole.messages[0]["refpages"])
        rest = self.stream(resumeToken=token)
        self.assertEqual(rest.rows, whole.rows[delivered:])


def rows_of(first, count):
    """Rows of both dialects."""
    return [{"url_from": f"https://a.example/{n:04}", "url_to":
             "https://github.com/", "ahrefs_rank": n, "first_seen":
             "2020-01-01T00:00:00Z"} for n in range(first, first + count)]


@unittest.skipUnless(per_dialect(True, False),
                     "pages of v3 begin at values, not at numbers of rows")
class ChangedRows(TestCase):
    """An upstream whose rows move by one after the first page was cached."""

    @classmethod
    def setUpClass(cls):
        pass

    def setUp(self):
        self.first = 0
        upstream = self.enterContext(ScriptedUpstream(self.answer))
        self.upstream = upstream
        self.server = self.enterContext(Server(
            "--upstream", "ahrefs_v2", "--upstream_url", upstream.url, *NO_CAP,
            *CACHE, "--upstream_null_columns", "ahrefs_rank",
            BACKLINKS_UPSTREAM_TOKEN="t"))

    def answer(self, connection, head):
        parameters = dict(
            part.split("=", 1) for part in
            head.split()[1].decode().split("?")[1].split("&"))
        rows = rows_of(self.first + int(parameters.get("offset", 0)),
                       int(parameters["limit"]))
        connection.sendall(http_answer(json.dumps({"refpages": rows})))

    def stream(self, rows, where=None, **request):
        more = {"where": where} if where else {}
        return self.server.call(STREAM, {
            "query": query("github.com", **more), "rowLimit": rows, **request})

    def test_end_the_call_instead_of_a_gap(self):
        self.assertEqual(self.stream(PAGE + 1).code, 0)
        self.first = 1
        answer = self.stream(2 * PAGE)
        self.assert_error(answer, CODE["ABORTED"], "ROWS_CHANGED")
        self.assertEqual(len(answer.rows), PAGE)
        fresh = self.stream(2 * PAGE, maxCacheAge="0s")
        self.assertEqual([row["ahrefsRank"] for row in fresh.rows][0], "1")

    def test_begin_again_if_no_row_was_sent(self):
        """The server itself tests these filters, so that both calls request
        the same first page."""
        def above(rank):
            return {"where": {"notExpression": {"predicate": {"ahrefsRank": {
                "range": {"end": rank}}}}}}
        self.assertEqual(len(self.stream(1, **above(PAGE // 2)).rows), 1)
        self.first = 1
        answer = self.stream(1, **above(PAGE + 5))
        self.assertEqual(answer.code, 0, answer.err)
        self.assertEqual([row["ahrefsRank"] for row in answer.rows],
                         [str(PAGE + 5)])
        self.assertEqual(len(self.upstream.heads), 4)


if __name__ == "__main__":
    unittest.main()
