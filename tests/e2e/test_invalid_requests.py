"""What a caller can get wrong, and what it is told."""

from harness import CODE, STREAM, TestCase, per_dialect, query


def too_deep():
    node = {"predicate": {"nofollow": {"equals": True}}}
    for _ in range(20):
        node = {"notExpression": node}
    return node


RATING = {"predicate": {"domain_rating": {"equals": 5}}}

# Name, request, and the field and a word that the violation must have.
MISTAKES = [
    ("no query", {}, "query", ""),
    ("empty target", {"query": query("")}, "query.target", ""),
    ("target with a space", {"query": query("a b")}, "query.target", ""),
    ("no mode", {"query": {"target": "github.com"}}, "query.mode", ""),
    ("unknown mode", {"query": query(mode=77)}, "query.mode", "77"),
    ("unknown mask path", {"query": query(readMask={"paths": ["nonsense"]})},
     "query.read_mask.paths[0]", "nonsense"),
    ("unknown order", {"query": query(orderBy=[{"column": "nonsense"}])},
     "query.order_by[0].column", "nonsense"),
    ("having-only column in where", {"query": query(where=RATING)},
     "query.where.predicate.domain_rating", "having"),
    ("empty filter", {"query": query(where={})}, "query.where", ""),
    ("empty group", {"query": query(where={"orGroup": {}})},
     "query.where.or_group", ""),
    ("row_limit 0", {"query": query(), "rowLimit": 0}, "row_limit", ""),
    ("row_limit negative", {"query": query(), "rowLimit": -1},
     "row_limit", ""),
    ("row_limit absurd", {"query": query(), "rowLimit": 10 ** 18},
     "row_limit", ""),
    ("empty set", {"query": query(where={"predicate": {"anchor": {
        "anyOf": {}}}})}, "query.where.predicate.anchor.any_of", ""),
    ("empty range", {"query": query(where={"predicate": {"ahrefs_rank": {
        "range": {"start": 5, "end": 5}}}})},
     "query.where.predicate.ahrefs_rank.range", ""),
    ("bad expression", {"query": query(where={"predicate": {"anchor": {
        "matches": "(("}}})}, "query.where.predicate.anchor.matches", ""),
    ("huge expression", {"query": query(where={"predicate": {"anchor": {
        "matches": "(a{1000}){1000}"}}})},
     "query.where.predicate.anchor.matches", ""),
    ("negative price", {"query": query(), "maxPrice": {"milliAmount": -1}},
     "max_price.milli_amount", ""),
    ("price in another unit", {"query": query(), "maxPrice": {
        "milliAmount": 10 ** 9, "unit": per_dialect(
            "PRICE_UNIT_API_UNITS", "PRICE_UNIT_ROWS")}},
     "max_price.unit", ""),
    ("all rows at any price", {"query": query(), "allRows": True},
     "max_price", ""),
]


class InvalidRequests(TestCase):

    def test_each_is_named(self):
        for name, request, field, word in MISTAKES:
            with self.subTest(name):
                answer = self.server.call(STREAM, request)
                self.assert_error(answer, CODE["INVALID_ARGUMENT"],
                                  "INVALID_QUERY")
                found = [path for path in answer.violations
                         if path.startswith(field)]
                self.assertTrue(found, answer.violations)
                self.assertIn(word, answer.violations[found[0]])

    def test_all_at_once(self):
        answer = self.server.call(STREAM, {
            "query": {"readMask": {"paths": ["x", "y"]}}, "rowLimit": -3})
        self.assertLessEqual(
            {"query.target", "query.mode", "query.read_mask.paths[0]",
             "query.read_mask.paths[1]", "row_limit"},
            set(answer.violations))

    def test_filter_too_deep(self):
        answer = self.server.stream(query(where=too_deep()))
        self.assert_error(answer, CODE["INVALID_ARGUMENT"], "INVALID_QUERY")
        self.assertIn("16", " ".join(answer.violations.values()))

    def test_max_price_below_the_first_call(self):
        answer = self.server.stream(maxPrice={"milliAmount": 1})
        self.assert_error(answer, CODE["RESOURCE_EXHAUSTED"], "PRICE_CAP")

    def test_a_text_that_is_no_token(self):
        for token in ("abc", "A" * 100, "x" * 100_000, "é"):
            with self.subTest(token[:10]):
                answer = self.server.stream(resumeToken=token)
                self.assert_error(answer, CODE["INVALID_ARGUMENT"],
                                  "INVALID_TOKEN")
                self.assertEqual(list(answer.violations), ["resume_token"])
                self.assertNotIn(token, answer.err)

    def test_the_server_continues(self):
        self.assertEqual(len(self.server.stream(rowLimit=3).rows), 3)
