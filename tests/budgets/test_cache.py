"""What is paid once: pages from the cache, and from requests at the same time."""

import re
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from harness import SERVICE, STREAM, wait_until
from redis import Redis
from spending import (PRICE, QUERY, ROWS, BudgetCase, now, time_of, units)

EXPLAIN = SERVICE + "/ExplainRefpages"
CACHE = ("--cache_ttl", "1h")
FRESH = {"maxCacheAge": "0s"}


def saved(server, site, name):
    return units(site.day(server, name)["saved"])


class CacheCase(BudgetCase):

    def setUp(self):
        super().setUp()
        self.redis = self.enterContext(Redis())

    def start(self, site, *flags, state=None, **environment):
        return site.start(self.redis.url if state is None else state, *CACHE,
                          *flags, **environment)

    def assert_fresh(self, answer, price=PRICE):
        self.assert_ok(answer)
        self.assertEqual(units(answer.summary["computedPrice"]), price)
        self.assertNotIn("savedPrice", answer.summary)
        self.assertNotIn("oldestPageTime", answer.summary)

    def assert_cached(self, answer, price=PRICE):
        self.assert_ok(answer)
        summary = answer.summary
        self.assertEqual(units(summary["computedPrice"]), 0)
        self.assertEqual(units(summary["savedPrice"]), price)
        self.assertEqual(summary["cachedPageCount"], "1")
        self.assertNotIn("upstreamCallCount", summary)
        age = (now() - time_of(summary["oldestPageTime"][:19] + "Z"))
        self.assertLess(abs(age.total_seconds()), 60)


class Pages(CacheCase):

    def test_the_same_question_is_paid_once(self):
        site = self.site({"one": {}, "two": {}})
        server = self.start(site)
        first = site.call(server, "one")
        self.assert_fresh(first)
        again = site.call(server, "two")
        self.assert_cached(again)
        self.assertEqual(first.rows, again.rows)
        site.await_spent(server, "one", PRICE)
        self.assertEqual(site.charged(), PRICE)
        self.assertEqual(site.spent(server, "two"), 0)
        wait_until("what was saved",
                   lambda: saved(server, site, "two") == PRICE)
        self.assertEqual(saved(server, site, "one"), 0)
        self.assertEqual(server.metric(
            'backlinks_cache_requests_total{result="hit"}'), 1)
        self.assertEqual(server.metric(
            'backlinks_cache_requests_total{result="miss"}'), 1)
        self.assertEqual(server.metric("backlinks_cache_saved_price_total"),
                         PRICE)

    def test_a_call_may_want_fresh_rows(self):
        site = self.site({"one": {}, "wary": {"max_cache_age": "0s"},
                          "brief": {"max_cache_age": "1s"}})
        server = self.start(site)
        self.assert_fresh(site.call(server, "one"))
        self.assert_fresh(site.call(server, "one", **FRESH))
        self.assert_fresh(site.call(server, "wary"))
        self.assert_fresh(site.call(server, "wary", maxCacheAge="3600s"))
        self.assert_cached(site.call(server, "brief"))
        time.sleep(1.1)
        self.assert_cached(site.call(server, "one", maxCacheAge="60s"))
        self.assert_fresh(site.call(server, "brief"))
        self.assert_cached(site.call(server, "brief"))
        self.assertEqual(site.charged(), 5 * PRICE)

    def test_an_age_must_not_be_negative(self):
        site = self.site({"one": {}})
        answer = site.call(self.start(site), "one", maxCacheAge="-1s")
        self.assert_error(answer, "INVALID_ARGUMENT", "INVALID_QUERY")
        self.assertEqual(answer.violations, {"max_cache_age": "is negative"})

    def test_pages_expire(self):
        site = self.site({"one": {}})
        server = self.start(site, "--cache_ttl", "1s")
        self.assert_fresh(site.call(server, "one"))
        time.sleep(1.1)
        self.assert_fresh(site.call(server, "one"))

    def test_lists(self):
        site = self.site({"one": {}})
        server = self.start(site)
        for saved_price in (None, PRICE):
            token = ""
            for _ in range(2):
                answer = server.call(
                    SERVICE + "/ListRefpages",
                    {"query": QUERY, "pageSize": ROWS, "pageToken": token},
                    *site.flags("one"))
                self.assert_ok(answer)
                summary = answer.messages[0]["summary"]
                self.assertEqual("savedPrice" in summary,
                                 saved_price is not None)
                token = answer.messages[0]["nextPageToken"]
        self.assertEqual(len(site.requests()), 2)

    def test_it_survives_a_restart_where_it_is_stored(self):
        for state, survives in ((self.redis.url, True), ("", False),
                                ("sqlite:", True)):
            with self.subTest(state):
                self.redis.run("FLUSHALL")
                site = self.site({"one": {}})
                if state == "sqlite:":
                    state += site.path("state")
                with self.start(site, state=state) as server:
                    self.assert_fresh(site.call(server, "one"))
                    wait_until("the page", lambda s=server: s.metric(
                        "backlinks_cache_stored_pages_total") == 1)
                    server.stop(9)
                check = self.assert_cached if survives else self.assert_fresh
                check(site.call(self.start(site, state=state), "one"))

    def test_it_is_on_for_an_account_and_off_for_the_embedded_upstream(self):
        site = self.site({"one": {}})
        server = site.start_with_defaults()
        self.assert_fresh(site.call(server, "one"))
        self.assert_cached(site.call(server, "one"))

    def test_other_accounts_have_pages_of_their_own(self):
        site = self.site({"one": {}})
        for key in ("first-key", "second-key"):
            server = self.start(site, BACKLINKS_UPSTREAM_TOKEN=key)
            self.assert_fresh(site.call(server, "one"))

    def test_large_pages_and_errors_are_not_kept(self):
        site = self.site({"one": {}}, upstream=("--fault", "error=no,count=1"))
        server = self.start(site, "--cache_max_page_bytes", "1KiB")
        self.assert_error(site.call(server, "one"), "INTERNAL",
                          "UPSTREAM_REJECTED")
        for _ in range(2):
            self.assert_fresh(site.call(server, "one"))
        self.assertEqual(server.metric(
            'backlinks_cache_bypassed_pages_total{reason="not_good"}'), 1)
        self.assertEqual(server.metric(
            'backlinks_cache_bypassed_pages_total{reason="too_large"}'), 2)

    def test_nothing_but_hashes_names_a_page(self):
        site = self.site({"one": {}})
        server = self.start(site)
        self.assert_fresh(site.call(server, "one"))
        wait_until("the page", lambda: server.metric(
            "backlinks_cache_stored_pages_total") == 1)
        pages = [key for key in self.redis.keys() if "page/" in key]
        self.assertTrue(pages)
        for key in pages:
            self.assertNotIn("github", key)
        self.assertTrue(any(re.search(r"page/1/[0-9a-f]{64}", key)
                            for key in pages), pages)


class Budgets(CacheCase):

    def test_a_cached_page_needs_no_budget(self):
        site = self.site({"rich": {}, "poor": {"budget": {"day": 0}}})
        server = self.start(site)
        self.assert_over_budget(site.call(server, "poor"), "day", used=0,
                                limit=0, request_price=PRICE)
        self.assert_fresh(site.call(server, "rich"))
        self.assert_cached(site.call(server, "poor"))

    def test_explain_names_the_cached_pages(self):
        site = self.site({"one": {}})
        server = self.start(site)

        def explain(**more):
            answer = server.call(
                EXPLAIN, {"query": QUERY, "rowLimit": ROWS, **more},
                *site.flags("one"))
            self.assert_ok(answer)
            return answer.messages[0]

        before = explain()
        self.assertNotIn("cachedTime", before["pages"][0])
        self.assertNotIn("savedPrice", before)
        self.assertEqual(units(before["minPrice"]), PRICE / 2)
        self.assert_fresh(site.call(server, "one"))
        after = explain()
        self.assertIn("cachedTime", after["pages"][0])
        self.assertEqual(after["pages"][0]["maxPrice"],
                         before["pages"][0]["maxPrice"])
        self.assertEqual(units(after["savedPrice"]), PRICE)
        self.assertEqual(units(after["minPrice"]), 0)
        # More pages may follow on v3, for whatever the cap allows.
        self.assertEqual(after["maxPrice"], before["maxPrice"])
        self.assertNotIn("cachedTime", explain(**FRESH)["pages"][0])
        self.assertEqual(site.charged(), PRICE)


class SameTime(CacheCase):
    """Calls at once, on one server and on several."""

    PAGES = 3

    def assert_paid_once(self, servers, calls):
        site = self.paid_site
        request = {"query": QUERY, "rowLimit": self.PAGES * ROWS}
        with ThreadPoolExecutor(calls) as pool:
            answers = list(pool.map(
                lambda number: servers[number % len(servers)].call(
                    STREAM, request, *site.flags("one")), range(calls)))
        for answer in answers:
            self.assert_ok(answer)
            self.assertEqual(answer.rows, answers[0].rows)
        self.assertEqual(len(answers[0].rows), self.PAGES * ROWS)
        return answers

    def test_a_hundred_calls_on_five_servers(self):
        self.paid_site = site = self.site({"one": {}}, upstream=(
            "--fault", "delay_ms=300,count=100"))
        servers = [self.start(site, "--page_rows", str(ROWS))
                   for _ in range(5)]
        answers = self.assert_paid_once(servers, 100)
        requests = len(site.requests())
        self.assertEqual(
            requests, sum(int(answer.summary.get("upstreamCallCount", 0))
                          for answer in answers))
        # Pages of v3 begin with rows of the page before, so that there is one
        # more of them.
        self.assertLessEqual(requests, self.PAGES + 1)
        site.await_spent(servers[0], "one", site.charged())

    def test_a_first_call_that_leaves_does_not_end_the_others(self):
        site = self.site({"one": {}, "two": {}},
                         upstream=("--fault", "delay_ms=1500,count=1"))
        server = self.start(site)
        first = threading.Thread(target=server.call, args=(
            STREAM, {"query": QUERY, "rowLimit": ROWS}, *site.flags("one"),
            "-max-time", "0.5"))
        first.start()
        wait_until("the first request", lambda: server.metric(
            'backlinks_cache_requests_total{result="miss"}') == 1)
        self.assert_cached(site.call(server, "two"))
        first.join()
        self.assertEqual(len(site.requests()), 1)
        site.await_spent(server, "one", PRICE)
        self.assertEqual(site.spent(server, "two"), 0)

    def test_the_next_one_asks_if_the_first_may_not(self):
        site = self.site({"poor": {"budget": {"day": 0}}, "rich": {}},
                         upstream=("--fault", "delay_ms=300,count=1"))
        server = self.start(site)
        with ThreadPoolExecutor(8) as pool:
            # No call waits for more than three others that fail.
            answers = list(pool.map(
                lambda number: site.call(
                    server, "poor" if number < 2 else "rich"), range(8)))
        for number, answer in enumerate(answers):
            if number >= 2:
                self.assert_ok(answer)
            elif answer.code:
                self.assertEqual(answer.reason, "CALLER_BUDGET", answer.err)
        self.assertEqual(len(site.requests()), 1)
        site.await_spent(server, "rich", PRICE)


class WithoutState(CacheCase):

    def assert_passes_while(self, make_unavailable, make_available):
        site = self.site({"one": {}})
        server = self.start(site, "--state_unavailable", "local")
        self.assert_fresh(site.call(server, "one"))
        wait_until("the page", lambda: server.metric(
            "backlinks_cache_stored_pages_total") == 1)
        make_unavailable()
        self.assert_fresh(site.call(server, "one"))
        make_available()

        def is_cached():
            answer = site.call(server, "one")
            self.assert_ok(answer)
            return "savedPrice" in answer.summary
        wait_until("the cache again", is_cached, 30)
        site.await_spent(server, "one", site.charged())

    def test_stopped(self):
        self.assert_passes_while(self.redis.stop, self.redis.start)

    def test_suspended(self):
        self.assert_passes_while(self.redis.suspend, self.redis.resume)

    def test_emptied(self):
        site = self.site({"one": {}})
        server = self.start(site)
        self.assert_fresh(site.call(server, "one"))
        site.await_spent(server, "one", PRICE)
        self.redis.run("FLUSHALL")
        self.assert_fresh(site.call(server, "one"))
        self.assert_cached(site.call(server, "one"))
        site.await_spent(server, "one", PRICE)

    def test_full(self):
        """A page that cannot be stored is delivered all the same."""
        site = self.site({"one": {}})
        server = self.start(site, "--state_unavailable", "local")
        self.redis.run("CONFIG SET maxmemory 1")
        for _ in range(2):
            self.assert_fresh(site.call(server, "one"))
        self.redis.run("CONFIG SET maxmemory 0")
        wait_until("the cache again", lambda: "savedPrice" in site.call(
            server, "one").summary, 30)
        site.await_spent(server, "one", site.charged())


if __name__ == "__main__":
    unittest.main()
