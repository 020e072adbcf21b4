"""The RPCs beside StreamRefpages, and tokens, as grpcurl sees them."""

import tempfile

from harness import (CODE, SERVICE, STREAM, ScriptedUpstream, Server,
                     TestCase, Upstream, always, http_answer, per_dialect, query)

LIST = SERVICE + "/ListRefpages"
EXPLAIN = SERVICE + "/ExplainRefpages"
PARSE = SERVICE + "/ParseFilter"
USAGE = SERVICE + "/GetUsage"

STRONG = {"predicate": {"ahrefs_rank": {"range": {"start": 40}}}}
EITHER = {"orGroup": {"filters": [
    {"predicate": {"anchor": {"startsWith": "Python"}}},
    {"predicate": {"title": {"matches": "(?i)debian +handbook"}}}]}}


class List(TestCase):

    def pages(self, request):
        """Every page of a list."""
        token = ""
        while True:
            answer = self.server.call(LIST, {**request, "pageToken": token})
            self.assertEqual(answer.code, 0, answer.err)
            page = answer.messages[0] if answer.messages else {}
            yield page
            token = page.get("nextPageToken", "")
            if not token:
                return

    def test_pages_are_the_rows_of_the_stream(self):
        the_query = query("github.com", where=STRONG, orderBy=[
            {"column": "ahrefs_rank", "direction": 2}, {"column": "url_from"},
            {"column": "url_to"}, {"column": "anchor"},
            {"column": "text_pre"}, {"column": "text_post"}])
        stream = self.server.stream(the_query, rowLimit=20_000,
                                    maxPrice={"milliAmount": 10**12}).rows
        self.assertGreater(len(stream), 300)
        rows = [row for page in self.pages({"query": the_query,
                                            "pageSize": 150})
                for row in page.get("refpages", [])]
        self.assertEqual(rows, stream)

    def test_a_residual_makes_pages_no_shorter(self):
        the_query = query("docs.python.org", where=EITHER)
        pages = list(self.pages({"query": the_query, "pageSize": 7}))
        self.assertEqual({len(page.get("refpages", []))
                          for page in pages[:-2]} - {7}, set())

    def test_later_pages_know_how_many_rows_pass(self):
        # A residual that nearly every row passes: no page is bought as if
        # none had passed before.
        most = query("github.com", where={"predicate": {"url_from": {
            "matches": "[aeiou]"}}})
        prices = []
        for page in self.pages({"query": most, "pageSize": 10}):
            prices.append(
                int(page["summary"]["computedPrice"]["milliAmount"]))
            if len(prices) == 12:
                break
        self.assertEqual(len(prices), 12)
        self.assertLess(max(prices), 2 * prices[0])

    def test_sizes(self):
        for size, rows in ((0, 100), (1, 1), (1000, 1000), (5000, 1000)):
            with self.subTest(size):
                answer = self.server.call(
                    LIST, {"query": query(), "pageSize": size})
                self.assertEqual(len(answer.messages[0]["refpages"]), rows)
        answer = self.server.call(LIST, {"query": query(), "pageSize": -1})
        self.assert_error(answer, CODE["INVALID_ARGUMENT"], "INVALID_QUERY")
        self.assertEqual(list(answer.violations), ["page_size"])

    def test_the_token_of_another_query(self):
        first = self.server.call(LIST, {"query": query()}).messages[0]
        answer = self.server.call(LIST, {
            "query": query("en.wikipedia.org"),
            "pageToken": first["nextPageToken"]})
        self.assert_error(answer, CODE["INVALID_ARGUMENT"],
                          "TOKEN_QUERY_MISMATCH")

    def test_the_token_of_a_stream_is_none_of_a_list(self):
        token = self.server.stream(rowLimit=5).messages[-1]["resumeToken"]
        answer = self.server.call(LIST, {"query": query(), "pageToken": token})
        self.assert_error(answer, CODE["INVALID_ARGUMENT"], "INVALID_TOKEN")

    def test_a_page_has_a_price_and_a_cap(self):
        price = per_dialect(2000, 24 * 5 * 1000)
        answer = self.server.call(LIST, {
            "query": query(), "pageSize": 10,
            "maxPrice": {"milliAmount": price}})
        page = answer.messages[0]
        self.assertEqual(len(page["refpages"]), 5)
        self.assertEqual(page["summary"]["computedPrice"]["milliAmount"],
                         str(price))
        self.assertTrue(page["nextPageToken"])


class Resume(TestCase):

    def test_every_token_resumes_after_its_rows(self):
        the_query = query("en.wikipedia.org", where=EITHER)
        whole = self.server.stream(the_query, rowLimit=600)
        self.assertGreater(len(whole.messages), 1)
        sent = 0
        for message in whole.messages:
            sent += len(message.get("refpages", []))
            rest = self.server.stream(the_query, rowLimit=600,
                                      resumeToken=message["resumeToken"])
            self.assertEqual(rest.code, 0, rest.err)
            self.assertEqual(rest.rows, whole.rows[sent:])

    def test_at_the_end_nothing_is_requested(self):
        token = self.server.stream(rowLimit=5).messages[-1]["resumeToken"]
        answer = self.server.stream(rowLimit=5, resumeToken=token)
        self.assertEqual((answer.code, answer.rows), (0, []))
        self.assertNotIn("upstreamCallCount", answer.summary)

    def test_another_query(self):
        token = self.server.stream(rowLimit=5).messages[-1]["resumeToken"]
        answer = self.server.stream(query("en.wikipedia.org"),
                                    resumeToken=token)
        self.assert_error(answer, CODE["INVALID_ARGUMENT"],
                          "TOKEN_QUERY_MISMATCH")

    def test_another_server_needs_the_same_key(self):
        token = self.server.stream(rowLimit=5).messages[-1]["resumeToken"]
        with Server() as other:
            answer = other.stream(rowLimit=9, resumeToken=token)
        self.assert_error(answer, CODE["INVALID_ARGUMENT"], "INVALID_TOKEN")
        with tempfile.NamedTemporaryFile("w") as key:
            key.write("a key of sixteen bytes and more")
            key.flush()
            flags = ("--token_key_file", key.name)
            with Server(*flags) as one:
                token = one.stream(rowLimit=5).messages[-1]["resumeToken"]
            with Server(*flags) as other:
                answer = other.stream(rowLimit=9, resumeToken=token)
        self.assertEqual(len(answer.rows), 4, answer.err)

    def test_the_upstream_breaks_and_nobody_sees_it(self):
        whole = self.server.stream(rowLimit=700).rows
        with Upstream("--fault", "reset_after_rows=321,count=1") as upstream, \
                Server.on(upstream.url,
                          BACKLINKS_UPSTREAM_TOKEN="any") as server:
            answer = server.stream(rowLimit=700)
        self.assertEqual(answer.code, 0, answer.err)
        self.assertEqual(answer.rows, whole)
        self.assertEqual(answer.summary["resumeCount"], "1")
        self.assertGreater(
            int(answer.summary["repeatedPrice"]["milliAmount"]), 1000)


class Explain(TestCase):

    def test_a_plan_that_is_then_carried_out(self):
        the_query = query("github.com", where={"andGroup": {"filters": [
            STRONG, EITHER]}}, readMask={"paths": ["url_from"]})
        request = {"query": the_query, "rowLimit": 40}
        # Of v3: test_v3.
        with Server("--embedded_dialect", "ahrefs_v2") as server:
            plan = server.call(EXPLAIN, request).messages[0]
            answer = server.call(STREAM, request)
        self.assertEqual(plan["dialect"], "ahrefs_v2")
        self.assertEqual(plan["pushedWhere"], "ahrefs_rank>=40")
        self.assertIn("matches(title", plan["residualFilter"])
        self.assertEqual(plan["addedColumns"], ["title", "anchor"])
        self.assertIn("token=REDACTED", plan["pages"][0]["request"])
        price = int(answer.summary["computedPrice"]["milliAmount"])
        self.assertLessEqual(int(plan["minPrice"]["milliAmount"]), price)
        self.assertLessEqual(price, int(plan["maxPrice"]["milliAmount"]))
        self.assertEqual({tuple(row) for row in answer.rows}, {("urlFrom",)})

    def test_it_asks_nothing_of_the_upstream(self):
        with ScriptedUpstream(always(http_answer("{}"))) as upstream, \
                Server.on(upstream.url) as server:
            answer = server.call(EXPLAIN, {"query": query(), "rowLimit": 1})
            self.assertEqual(answer.code, 0, answer.err)
            self.assertEqual(upstream.heads, [])

    def test_it_rejects_what_the_stream_rejects(self):
        for request in ({"query": query("")}, {"query": query(),
                        "allRows": True}, {"query": query(), "rowLimit": 0},
                        {"query": query(), "maxPrice": {"milliAmount": 1}}):
            with self.subTest(request):
                explained = self.server.call(EXPLAIN, request)
                streamed = self.server.call(STREAM, request)
                self.assertNotEqual(streamed.code, 0)
                self.assertEqual(explained.status, streamed.status)

    def test_what_can_never_hold_costs_nothing(self):
        both = {"andGroup": {"filters": [
            {"predicate": {"ahrefs_rank": {"range": {"end": 3}}}}, STRONG]}}
        plan = self.server.call(
            EXPLAIN, {"query": query(where=both)}).messages[0]
        self.assertNotIn("pages", plan)
        self.assertEqual(plan["residualFilter"], "FALSE")
        answer = self.server.stream(query(where=both))
        self.assertEqual((answer.code, answer.rows), (0, []))
        self.assertNotIn("upstreamCallCount", answer.summary)


class Parse(TestCase):

    def test_both_ways(self):
        text = 'substring(title,"seo"),ahrefs_rank>=20 AND NOT nofollow'
        parsed = self.server.call(PARSE, {"text": text}).messages[0]
        again = self.server.call(PARSE, {"filter": parsed["filter"]})
        canonical = parsed["canonicalText"]
        self.assertEqual(again.messages[0]["canonicalText"], canonical)
        third = self.server.call(PARSE, {"text": canonical}).messages[0]
        self.assertEqual(third["canonicalText"], canonical)

    def test_errors_have_position_and_expectation(self):
        answer = self.server.call(PARSE, {"text": "ahrefs_rank >= NaN"})
        self.assert_error(answer, CODE["INVALID_ARGUMENT"], "INVALID_QUERY")
        metadata = answer.detail("ErrorInfo")["metadata"]
        self.assertEqual(metadata["position"], "16")
        self.assertIn("number", metadata["expected"])

    def test_nothing_to_parse(self):
        answer = self.server.call(PARSE, {})
        self.assert_error(answer, CODE["INVALID_ARGUMENT"], "INVALID_QUERY")


class Usage(TestCase):

    def test_days_and_what_is_left(self):
        with Server() as server:
            before = server.call(USAGE).messages[0]
            self.assertNotIn("periods", before)
            server.stream(rowLimit=10)
            server.call(LIST, {"query": query(), "pageSize": 5})
            server.calls_logged(3)
            usage = server.call(USAGE).messages[0]
        periods = usage["periods"]
        self.assertEqual(sum(int(day["callCount"]) for day in periods), 2)
        self.assertEqual(sum(int(day["rowCount"]) for day in periods), 15)
        spent = sum(int(day["price"]["milliAmount"]) for day in periods)
        self.assertEqual(spent, per_dialect(
            1000 + 10 * 200 + 1000 + 5 * 200, 24 * (10 + 5) * 1000))
        left = [int(told["allowance"]["remaining"]["milliAmount"])
                for told in (before, usage)]
        self.assertEqual(left[0] - left[1], spent)
        self.assertEqual(usage["allowance"]["subscription"], "Embedded")

    def test_an_upstream_that_does_not_answer(self):
        with ScriptedUpstream(always(http_answer("<html>"))) as upstream, \
                Server.on(upstream.url) as server:
            usage = server.call(USAGE).messages[0]
        self.assertIn("allowanceProblem", usage)
