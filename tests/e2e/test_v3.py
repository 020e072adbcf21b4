"""API v3 as the upstream: the rows of v2, prices and pages of its own."""

import json
import pathlib
import tempfile
import urllib.parse

from harness import (CODE, SERVICE, STREAM, ScriptedUpstream, Server,
                     TestCase, Upstream, always, http_answer, query)

LIST = SERVICE + "/ListRefpages"
EXPLAIN = SERVICE + "/ExplainRefpages"
USAGE = SERVICE + "/GetUsage"

V3 = ("--embedded_dialect", "ahrefs_v3")
ANY_PRICE = {"milliAmount": 10**12}

STRONG = {"predicate": {"ahrefs_rank": {"range": {"start": 40}}}}
EITHER = {"orGroup": {"filters": [
    {"predicate": {"anchor": {"startsWith": "Python"}}},
    {"notExpression": {"predicate": {"title": {"hasWord": "Debian"}}}}]}}
# No two rows of the sample are equal in these.
TOTAL = [{"column": column} for column in (
    "url_to", "url_from", "anchor", "nofollow", "alt", "text_pre",
    "text_post", "first_seen")]


def without_prev_visited(rows):
    """The rows but for what API v3 does not have."""
    return [{name: value for name, value in row.items()
             if name != "prevVisited"} for row in rows]


def milli(price):
    return int(price.get("milliAmount", 0))


class SameRows(TestCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.v3 = cls.enterClassContext(Server(*V3))

    def test_streams(self):
        for target, where in (("github.com", STRONG),
                              ("docs.python.org", EITHER),
                              ("bugs.python.org", None)):
            with self.subTest(target):
                the_query = query(target, orderBy=TOTAL,
                                  **({"where": where} if where else {}))
                v2 = self.server.stream(the_query, rowLimit=3000)
                v3 = self.v3.stream(the_query, rowLimit=3000)
                self.assertEqual((v2.code, v3.code), (0, 0), v2.err + v3.err)
                self.assertGreater(len(v3.rows), 50)
                self.assertEqual(v3.rows, without_prev_visited(v2.rows))
                self.assertEqual(v3.summary["missingColumns"],
                                 ["prev_visited"])

    def test_lists(self):
        the_query = query("github.com", where=STRONG, orderBy=TOTAL)
        stream = self.v3.stream(the_query, rowLimit=20_000,
                                maxPrice=ANY_PRICE).rows
        rows, token = [], ""
        while True:
            page = self.v3.call(LIST, {"query": the_query, "pageSize": 150,
                                       "pageToken": token}).messages[0]
            rows += page.get("refpages", [])
            token = page.get("nextPageToken", "")
            if not token:
                break
        self.assertEqual(rows, stream)


class Contract(TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(*V3))

    def test_what_v3_has_not(self):
        for more in (
                {"where": {"predicate": {"prev_visited": {"range": {
                    "start_time": "2020-01-01T00:00:00Z"}}}}},
                {"orderBy": [{"column": "prev_visited"}]},
                {"orderBy": [{"column": "link_type"}]},
                {"orderBy": [{"column": "language"}]},
                {"orderBy": [{"column": "original"}]}):
            with self.subTest(more):
                answer = self.server.stream(query(**more))
                self.assert_error(answer, CODE["INVALID_ARGUMENT"],
                                  "COLUMN_NOT_SUPPORTED")

    def test_a_plan_that_is_then_carried_out(self):
        request = {"query": query(
            "github.com", where={"andGroup": {"filters": [STRONG, EITHER]}},
            readMask={"paths": ["url_from"]}), "rowLimit": 40}
        plan = self.server.call(EXPLAIN, request).messages[0]
        self.assertEqual(plan["dialect"], "ahrefs_v3")
        json.loads(plan["pushedWhere"])
        self.assertIn("39.5", plan["pushedWhere"])
        self.assertIn("hasword", plan["residualFilter"].replace("_", ""))
        line = plan["pages"][0]["request"]
        self.assertIn("/v3/site-explorer/all-backlinks?", line)
        self.assertNotIn("offset", line)
        answer = self.server.call(STREAM, request)
        self.assertEqual(answer.code, 0, answer.err)
        price = milli(answer.summary["computedPrice"])
        self.assertLessEqual(milli(plan["minPrice"]), price)
        self.assertLessEqual(price, milli(plan["maxPrice"]))
        self.assertEqual({tuple(row) for row in answer.rows}, {("urlFrom",)})

    def test_both_sides_book_the_same_price(self):
        # Three fields, and two of the order that are among them.
        answer = self.server.stream(query(readMask={
            "paths": ["url_from", "url_to", "title"]}), rowLimit=200)
        summary = answer.summary
        self.assertEqual(summary["computedPrice"],
                         {"unit": "PRICE_UNIT_API_UNITS",
                          "milliAmount": "600000"})
        self.assertEqual(summary["reportedPrice"], summary["computedPrice"])

    def test_a_request_has_a_minimum_price(self):
        answer = self.server.stream(rowLimit=1)
        self.assertEqual(milli(answer.summary["computedPrice"]), 50_000)
        answer = self.server.stream(rowLimit=1,
                                    maxPrice={"milliAmount": 49_999})
        self.assert_error(answer, CODE["RESOURCE_EXHAUSTED"], "PRICE_CAP")

    def test_tokens_resume_after_their_rows(self):
        the_query = query("en.wikipedia.org", where=EITHER, orderBy=TOTAL)
        whole = self.server.stream(the_query, rowLimit=600)
        self.assertGreater(len(whole.messages), 1)
        sent = 0
        for message in whole.messages:
            sent += len(message.get("refpages", []))
            rest = self.server.stream(the_query, rowLimit=600,
                                      resumeToken=message["resumeToken"])
            self.assertEqual(rest.code, 0, rest.err)
            self.assertEqual(rest.rows, whole.rows[sent:])

    def test_the_token_of_v2_is_none_of_v3(self):
        with Server() as other:
            token = other.stream(rowLimit=5).messages[-1]["resumeToken"]
        answer = self.server.stream(rowLimit=9, resumeToken=token)
        self.assert_error(answer, CODE["INVALID_ARGUMENT"], "INVALID_TOKEN")

    def test_what_is_left(self):
        before = self.server.call(USAGE).messages[0]["allowance"]
        answer = self.server.stream(rowLimit=100)
        after = self.server.call(USAGE).messages[0]["allowance"]
        self.assertEqual(milli(before["remaining"]) - milli(
            after["remaining"]), milli(answer.summary["computedPrice"]))
        self.assertEqual(after["remaining"]["unit"], "PRICE_UNIT_API_UNITS")
        self.assertEqual(after["subscription"], "Embedded")


class Caps(TestCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.query = query("github.com", orderBy=TOTAL)
        cls.rows = without_prev_visited(
            cls.server.stream(cls.query, allRows=True,
                              maxPrice=ANY_PRICE).rows)
        cls.upstream = cls.enterClassContext(
            Upstream("--max_rows_per_request", "100"))

    def read(self, *flags):
        with Server.on_v3(self.upstream.url, *flags) as server:
            answer = server.stream(self.query, allRows=True,
                                   maxPrice=ANY_PRICE)
        self.assertEqual(answer.code, 0, answer.err)
        self.assertEqual(answer.rows, self.rows)
        return int(answer.summary["upstreamCallCount"])

    def test_a_cap_that_is_known(self):
        # The last row of a page comes again with the next one.
        pages = -(-(len(self.rows) - 1) // 99)
        self.assertEqual(
            self.read("--upstream_max_rows_per_request", "100"), pages)

    def test_a_cap_that_clamps_in_silence(self):
        pages = -(-(len(self.rows) - 1) // 99)
        self.assertEqual(self.read(), pages)


class LongRows(TestCase):
    """Rows that no page can begin at are delivered like any other."""

    ROWS = 40

    def serve(self, long_rows, *flags):
        rows = [{"url_from": f"https://a.example/{number:03}",
                 "url_to": "https://target.example/", "anchor": "x"}
                for number in range(self.ROWS)]
        for number, column, size in long_rows:
            rows[number][column] += "x" * size
        folder = self.enterContext(tempfile.TemporaryDirectory())
        path = pathlib.Path(folder, "rows.jsonl")
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        self.expected = [len(row["anchor"]) + len(row["url_from"])
                         for row in rows]
        return self.enterContext(Server(*V3, "--embedded_data", path, *flags))

    def read(self, server, **request):
        answer = server.stream(
            query("target.example", readMask={"paths": ["url_from", "anchor"]}),
            **request)
        return answer, [len(row["anchor"]) + len(row["urlFrom"])
                        for row in answer.rows]

    def test_on_one_page(self):
        server = self.serve([(0, "anchor", 70_000), (7, "url_from", 65_536)])
        answer, sizes = self.read(server)
        self.assertEqual(answer.code, 0, answer.err)
        self.assertEqual(sizes, self.expected)

    def test_where_pages_meet(self):
        server = self.serve(
            [(number, "anchor", 70_000) for number in (0, 1, 9, 10, 25, 39)] +
            [(number, "url_from", 65_536) for number in (18, 19, 20)],
            "--page_rows", "10")
        answer, sizes = self.read(server)
        self.assertEqual(answer.code, 0, answer.err)
        self.assertEqual(sizes, self.expected)

    def test_pages_by_tokens(self):
        server = self.serve(
            [(number, "anchor", 70_000) for number in (0, 6, 7, 13)],
            "--page_rows", "10")
        sizes, token = [], ""
        while True:
            page = server.call(LIST, {
                "query": query("target.example"), "pageSize": 7,
                "pageToken": token}).messages[0]
            sizes += [len(row["anchor"]) + len(row["urlFrom"])
                      for row in page.get("refpages", [])]
            token = page.get("nextPageToken", "")
            if not token:
                break
        self.assertEqual(sizes, self.expected)

    def test_a_page_without_a_boundary(self):
        server = self.serve([(number, "url_from", 65_536)
                             for number in range(10, 25)],
                            "--page_rows", "10")
        answer, sizes = self.read(server)
        self.assert_error(answer, CODE["FAILED_PRECONDITION"], "ORDER_TIES")
        self.assertIn("url_from", answer.status["message"])
        self.assertEqual(sizes, self.expected[:len(sizes)])
        self.assertGreaterEqual(len(sizes), 10)
        # Where no further page is needed, none is.
        answer, sizes = self.read(server, rowLimit=12)
        self.assertEqual(answer.code, 0, answer.err)
        self.assertEqual(sizes, self.expected[:12])


class Mishaps(TestCase):

    def stream_on(self, upstream, *flags, **request):
        with Server.on_v3(upstream.url) as server:
            return server.stream(None, *flags, **request)

    def test_errors_of_the_upstream(self):
        for fault, code, reason in (
                ("status=401", "FAILED_PRECONDITION", "UPSTREAM_CREDENTIALS"),
                ("status=403", "INTERNAL", "UPSTREAM_REJECTED"),
                ("error=nobody knows", "INTERNAL", "UPSTREAM_REJECTED"),
                ("status=500", "UNAVAILABLE", "UPSTREAM_UNAVAILABLE"),
                ("html", "DATA_LOSS", "UPSTREAM_MALFORMED"),
                ("status=302", "DATA_LOSS", "UPSTREAM_MALFORMED")):
            with self.subTest(fault), Upstream("--fault", fault) as upstream:
                answer = self.stream_on(upstream, rowLimit=5)
                self.assert_error(answer, CODE[code], reason)
                self.assertNotIn("nobody", answer.err)

    def test_a_wrong_key(self):
        with Upstream("--token", "another") as upstream:
            answer = self.stream_on(upstream, rowLimit=5)
        self.assert_error(answer, CODE["FAILED_PRECONDITION"],
                          "UPSTREAM_CREDENTIALS")

    def test_units_that_are_spent(self):
        with Upstream("--units_limit", "50") as upstream, \
                Server.on_v3(upstream.url) as server:
            self.assertEqual(server.stream(rowLimit=1).code, 0)
            answer = server.stream(rowLimit=1)
        self.assert_error(answer, CODE["RESOURCE_EXHAUSTED"],
                          "UPSTREAM_QUOTA")

    def test_too_many_requests_that_pass(self):
        with Upstream("--fault", "status=429,count=1") as upstream:
            answer = self.stream_on(upstream, rowLimit=5)
        self.assertEqual((answer.code, len(answer.rows)), (0, 5), answer.err)

    def test_too_many_requests_until_the_deadline(self):
        with Upstream("--fault", "status=429") as upstream:
            answer = self.stream_on(upstream, "-max-time", "3", rowLimit=5)
        self.assert_error(answer, CODE["RESOURCE_EXHAUSTED"],
                          "UPSTREAM_RATE")
        self.assertTrue(answer.detail("RetryInfo"))

    def test_the_rate_is_kept_here(self):
        with Upstream() as upstream, Server.on_v3(
                upstream.url, "--upstream_requests_per_minute",
                "2") as server:
            for _ in range(2):
                self.assertEqual(server.stream(rowLimit=1).code, 0)
            answer = server.stream(None, "-max-time", "5", rowLimit=1)
        self.assert_error(answer, CODE["RESOURCE_EXHAUSTED"],
                          "UPSTREAM_RATE")

    def test_the_upstream_breaks_and_nobody_sees_it(self):
        with Upstream("--fault", "reset_after_rows=321,count=1") as broken, \
                Upstream() as whole:
            answer = self.stream_on(broken, rowLimit=700)
            expected = self.stream_on(whole, rowLimit=700)
        self.assertEqual(answer.code, 0, answer.err)
        self.assertEqual(answer.rows, expected.rows)
        self.assertEqual(answer.summary["resumeCount"], "1")

    def test_ties_in_another_order_each_time(self):
        the_query = query("github.com", readMask={"paths": ["language"]},
                          orderBy=[{"column": "ahrefs_rank"}])
        with Upstream("--fault", "unstable",
                      "--max_rows_per_request", "100") as upstream, \
                Server.on_v3(upstream.url) as server:
            answer = server.stream(the_query, rowLimit=1000)
        whole = self.server.stream(the_query, rowLimit=1000)
        self.assertEqual(answer.code, 0, answer.err)
        self.assertEqual(len(answer.rows), len(whole.rows))

    def test_the_key_is_nowhere(self):
        key = "a-key-that-is-secret"
        with Upstream("--fault", "status=403") as upstream, Server.on_v3(
                upstream.url, "--log_level", "debug",
                BACKLINKS_UPSTREAM_TOKEN=key) as server:
            said = server.stream(rowLimit=5).err
            said += json.dumps(server.call(EXPLAIN, {
                "query": query()}).messages)
            server.calls_logged(2)
            said += server.get("/metrics")[1] + server.err
        self.assertNotIn(key, said)


class OddCells(TestCase):

    ROW = {
        "url_from": "https://a.example/", "url_to": "https://b.example/",
        "url_rating_source": 20.5, "domain_rating_source": None,
        "ahrefs_rank_target": 7.0, "ip_source": None, "links_internal": 3.5,
        "links_external": "12", "page_size": None, "languages": [],
        "title": None, "first_seen_link": "2024-05-06",
        "last_visited": "no date", "discovered_status": "linkfound",
        "link_type": "image", "redirect_code": None, "is_nofollow": "maybe",
        "alt": None, "anchor": "ä", "http_code": 200}

    def test_cells_that_v3_should_not_send(self):
        other = {**self.ROW, "url_from": "https://c.example/",
                 "languages": [None, "de", "en"], "link_type": "teleport",
                 "discovered_status": "pagefound",
                 "url_rating_source": 20.499}
        body = json.dumps({"backlinks": [self.ROW, other], "more": {}})
        with ScriptedUpstream(always(http_answer(body))) as upstream, \
                Server.on_v3(upstream.url,
                             "--upstream_max_rows_per_request",
                             "250") as server:
            answer = server.stream(rowLimit=10)
        self.assertEqual(answer.code, 0, answer.err)
        self.assertEqual(answer.rows[0], {
            "urlFrom": "https://a.example/", "urlTo": "https://b.example/",
            "ahrefsRank": "21", "ahrefsTop": "7", "linksExternal": "12",
            "firstSeen": "2024-05-06T00:00:00Z", "original": False,
            "linkType": "LINK_TYPE_HREF", "anchor": "ä", "httpCode": "200"})
        self.assertEqual(answer.rows[1]["ahrefsRank"], "20")
        self.assertEqual(answer.rows[1]["language"], "de")
        self.assertEqual(answer.rows[1]["linkTypeWord"], "teleport")
        self.assertTrue(answer.rows[1]["original"])
        # links_internal, last_visited and is_nofollow of both rows.
        self.assertEqual(answer.summary["malformedCellCount"], "6")

    def test_what_is_sent(self):
        with ScriptedUpstream(always(http_answer(
                '{"backlinks":[]}'))) as upstream, Server.on_v3(
                    upstream.url, BACKLINKS_UPSTREAM_TOKEN="k") as server:
            server.stream(query("github.com", readMask={
                "paths": ["title"]}, where=STRONG), rowLimit=5)
        head = upstream.heads[0]
        self.assertIn("authorization: bearer k", head.lower())
        target = urllib.parse.urlsplit(head.split()[1])
        self.assertEqual(target.path, "/v3/site-explorer/all-backlinks")
        sent = dict(urllib.parse.parse_qsl(target.query))
        self.assertEqual(json.loads(sent.pop("where")), {
            "field": "url_rating_source", "is": ["gte", 39.5]})
        self.assertEqual(sent, {
            "target": "github.com", "mode": "subdomains",
            "select": "url_from,url_to,title",
            "order_by": "url_from:asc,url_to:asc", "limit": "5",
            "aggregation": "all", "history": "live", "protocol": "both",
            "output": "json"})
