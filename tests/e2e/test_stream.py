"""Rows of the sample through the whole server."""

from harness import Server, TestCase, per_dialect, query

ANY_PRICE = {"milliAmount": 10**12}


def predicate(column, **test):
    return {"predicate": {column: test}}


JAPANESE_STRONG = {"andGroup": {"filters": [
    predicate("language", equals="ja"),
    {"notExpression": predicate("ahrefs_rank", range={"end": 20})},
    {"andGroup": {"filters": [
        predicate("url_from", contains="debian"),
        predicate("nofollow", equals=False)]}}]}}


class Stream(TestCase):

    def test_nested_filter(self):
        answer = self.server.stream(
            query("packages.debian.org", where=JAPANESE_STRONG), rowLimit=50)
        self.assertEqual(answer.code, 0, answer.err)
        self.assertEqual(len(answer.rows), 50)
        for row in answer.rows:
            self.assertEqual(row["language"], "ja")
            self.assertGreaterEqual(int(row["ahrefsRank"]), 20)
            self.assertIn("debian", row["urlFrom"])
            self.assertFalse(row["nofollow"])

    def test_summary_is_in_the_last_message_alone(self):
        answer = self.server.stream(rowLimit=1500)
        self.assertEqual(len(answer.rows), 1500)
        for message in answer.messages[:-1]:
            self.assertNotIn("summary", message)
        self.assertEqual(answer.summary["endReason"], "END_REASON_LIMIT")
        self.assertEqual(answer.summary["upstreamCallCount"], "2")
        self.assertEqual(answer.summary["computedPrice"]["unit"],
                         per_dialect("PRICE_UNIT_ROWS",
                                     "PRICE_UNIT_API_UNITS"))
        self.assertEqual(
            answer.messages[-1]["progress"]["sentRowCount"], "1500")

    def test_default_limit_is_documented(self):
        self.assertEqual(len(self.server.stream().rows), 1000)

    def test_the_end_of_the_rows(self):
        answer = self.server.stream(
            query("github.com", where=predicate("language", equals="ja")))
        self.assertEqual(answer.summary["endReason"], "END_REASON_EXHAUSTED")
        self.assertGreater(len(answer.rows), 0)
        self.assertLess(len(answer.rows), 1000)

    def test_nothing_found(self):
        answer = self.server.stream(query("no-such-host.example"))
        self.assertEqual((answer.code, answer.rows), (0, []))
        self.assertEqual(answer.summary["endReason"], "END_REASON_EXHAUSTED")

    def test_read_mask_and_order(self):
        answer = self.server.stream(
            query(readMask={"paths": ["ahrefs_rank", "url_from"]},
                  orderBy=[{"column": "ahrefs_rank",
                            "direction": "SORT_DIRECTION_DESCENDING"}]),
            rowLimit=200)
        ranks = [int(row["ahrefsRank"]) for row in answer.rows]
        self.assertEqual(ranks, sorted(ranks, reverse=True))
        self.assertEqual({tuple(sorted(row)) for row in answer.rows},
                         {("ahrefsRank", "urlFrom")})

    def test_max_price_stops_before_the_call_that_would_pass_it(self):
        answer = self.server.stream(
            allRows=True, maxPrice={"milliAmount": 250_000})
        self.assertEqual(answer.code, 0, answer.err)
        self.assertEqual(answer.summary["endReason"], "END_REASON_PRICE")
        self.assertLessEqual(
            int(answer.summary["computedPrice"]["milliAmount"]), 250_000)


class Paging(TestCase):

    def test_page_boundaries_lose_and_repeat_nothing(self):
        # Total, so that one page and many have the same order.
        the_query = query("bugs.python.org", orderBy=[
            {"column": column} for column in (
                "url_to", "url_from", "nofollow", "anchor", "alt",
                "text_pre", "text_post", "first_seen")])
        small = self.server.stream(the_query, rowLimit=5000,
                                   maxPrice=ANY_PRICE)
        with Server("--page_rows", "5000") as server:
            large = server.stream(the_query, rowLimit=5000,
                                  maxPrice=ANY_PRICE)
        # On v3 the last row of a page begins the next one.
        self.assertEqual(small.summary["pageCount"], per_dialect("5", "6"))
        self.assertEqual(large.summary["pageCount"], "1")
        self.assertEqual(len(small.rows), 5000)
        self.assertEqual(small.rows, large.rows)
