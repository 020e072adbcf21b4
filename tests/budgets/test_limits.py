"""What a caller is told at its budget, and what it may see of budgets."""

import pathlib
import unittest

from harness import (SERVICE, STREAM, ScriptedUpstream, Server, Upstream,
                     backlinks, wait_until)
from redis import Redis
from spending import (PRICE, QUERY, ROWS, USAGE, BudgetCase, next_month,
                      resume_token, time_of, tomorrow, units)

LIST = SERVICE + "/ListRefpages"

FAKETIME = pathlib.Path(
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
PAGES_OF_100 = ("--upstream_max_rows_per_request", "100")


class AtTheBudget(BudgetCase):

    def setUp(self):
        super().setUp()
        self.redis = self.enterContext(Redis())

    def test_the_first_request_of_a_call(self):
        site = self.site({"by-day": {"budget": {"day": 250, "month": 9000}},
                          "by-month": {"budget": {"month": 150}},
                          "free": {}})
        server = site.start(self.redis.url)
        self.assert_ok(site.call(server, "by-day"))
        self.assert_ok(site.call(server, "by-day"))
        self.assert_over_budget(site.call(server, "by-day"), "day", used=200,
                                limit=250, request_price=PRICE)
        # The rest is enough for a smaller one, which costs the minimum.
        self.assert_ok(site.call(server, "by-day", rows=10))
        self.assert_over_budget(site.call(server, "by-day", rows=1), "day",
                                used=250, limit=250, request_price=50)
        self.assert_ok(site.call(server, "by-month"))
        self.assert_over_budget(site.call(server, "by-month"), "month",
                                used=100, limit=150, request_price=PRICE)
        for _ in range(5):
            self.assert_ok(site.call(server, "free"))
        site.await_spent(server, "by-day", 250)
        site.await_spent(server, "free", 5 * PRICE)
        self.assertEqual(site.charged(), 250 + 100 + 500)

    def test_a_budget_of_one_page_and_lists(self):
        site = self.site({"one": {"budget": {"day": 99}}})
        server = site.start(self.redis.url)
        answer = server.call(
            LIST, {"query": QUERY, "pageSize": ROWS}, *site.flags("one"))
        self.assert_over_budget(answer, "day", used=0, limit=99,
                                request_price=PRICE)
        self.assertEqual(site.charged(), 0)

    def test_an_error_is_free(self):
        site = self.site({"one": {"budget": {"day": 150}}},
                         upstream=("--fault", "error=no,count=1"))
        server = site.start(self.redis.url)
        self.assert_error(site.call(server, "one"), "INTERNAL",
                          "UPSTREAM_REJECTED")
        self.assertEqual(site.charged(), 0)
        site.await_spent(server, "one", 0)
        self.assert_ok(site.call(server, "one"))
        site.await_spent(server, "one", PRICE)

    def test_errors_before_a_response_are_free(self):
        site = self.site({"one": {"budget": {"day": PRICE}}},
                         upstream=("--fault", "status=503,count=2"))
        server = site.start(self.redis.url)
        self.assert_ok(site.call(server, "one"))
        site.await_spent(server, "one", PRICE)
        self.assertEqual(site.charged(), PRICE)

    def test_an_upstream_that_never_answers_counts_in_full(self):
        site = self.site({"one": {"budget": {"day": 1000}}},
                         upstream=("--fault", "delay_ms=30000,count=1"))
        server = site.start(self.redis.url)
        answer = server.call(
            STREAM, {"query": QUERY, "rowLimit": ROWS}, *site.flags("one"),
            "-max-time", "1")
        self.assertNotEqual(answer.code, 0)
        site.await_spent(server, "one", PRICE)

    def test_each_request_without_a_response_counts_in_full(self):
        site = self.site({"one": {"budget": {"day": 10 * PRICE}}})
        with ScriptedUpstream(lambda connection, head: None) as upstream:
            server = self.enterContext(Server.on_v3(
                upstream.url, "--state", self.redis.url, "--callers_file",
                site.callers_file))
            self.assert_error(site.call(server, "one"), "UNAVAILABLE",
                              "UPSTREAM_UNAVAILABLE")
            self.assertGreater(len(upstream.heads), 1)
            site.await_spent(server, "one", len(upstream.heads) * PRICE)

    def test_an_interrupted_response_counts_with_all_its_rows(self):
        site = self.site({"one": {"budget": {"day": 10 * PRICE}}},
                         upstream=("--fault", "cut_after_rows=20,count=1"))
        server = site.start(self.redis.url)
        self.assert_ok(site.call(server, "one"))
        self.assertEqual(len(site.requests()), 2)
        site.await_spent(server, "one", site.charged())

    def test_a_last_page_costs_what_it_has(self):
        site = self.site({"one": {"budget": {"day": 100_000}}})
        server = site.start(self.redis.url)
        # 5,668 rows: the last page is not full.
        answer = site.call(server, "one", rows=10_000)
        self.assert_ok(answer)
        self.assertEqual(answer.summary["endReason"], "END_REASON_EXHAUSTED")
        site.await_spent(server, "one", site.charged())
        self.assertEqual(site.charged(),
                         units(answer.summary["computedPrice"]))

    def test_a_running_stream_that_continues_with_more_budget(self):
        budget = {"budget": {"day": 650}}
        site = self.site({"one": budget, "free": {}})
        server = site.start(self.redis.url, *PAGES_OF_100)
        whole = site.call(server, "free", rows=1000).rows
        answer = site.call(server, "one", rows=1000)
        self.assert_ok(answer)
        # Three pages of 200 units.
        self.assertEqual(answer.summary["endReason"], "END_REASON_PRICE")
        self.assertEqual(units(answer.summary["computedPrice"]), 600)
        self.assertGreater(len(answer.rows), 250)
        token = resume_token(answer)
        site.await_spent(server, "one", 600)
        self.assert_over_budget(
            site.call(server, "one", rows=1000, resumeToken=token), "day",
            used=600, limit=650, request_price=200)
        site.write_callers({"one": {"budget": {"day": 5000}}, "free": {}})
        site.reload(server)
        rest = site.call(server, "one", rows=1000, resumeToken=token)
        self.assert_ok(rest)
        self.assertEqual(rest.summary["endReason"], "END_REASON_LIMIT")
        self.assertEqual(answer.rows + rest.rows, whole)
        spent = site.spent(server, "one") + site.spent(server, "free")
        self.assertEqual(spent, site.charged())

    def test_the_command_line(self):
        site = self.site({"one": {"budget": {"day": 250}},
                          "boss": {"sees_all": True}})
        server = site.start(self.redis.url, *PAGES_OF_100)

        def run(*words, caller="one"):
            file = pathlib.Path(site.path("key"))
            file.write_text(site.key(caller))
            return backlinks(*words, "--server", server.address,
                             "--api-key-file", str(file))
        stream = ("stream", "github.com", "--limit", "500", "--select",
                  "url_from,url_to")
        done = run(*stream)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("resume with a higher --max-price, or with more budget: ",
                      done.stderr)
        done = run(*stream)
        self.assertEqual(done.returncode, 1)
        self.assertIn("RESOURCE_EXHAUSTED (CALLER_BUDGET): ", done.stderr)
        self.assertIn("\n  budget of the day: 200.000 of 250.000 are used, the "
                      f"request costs up to 200.000; resets {tomorrow()}\n",
                      done.stderr)
        site.await_spent(server, "one", 200)
        done = run("usage")
        self.assertRegex(done.stdout, r"\none +200\.000 +0\.000 +250\.000 "
                         r"+50\.000 +80%  █+")
        self.assertNotIn("all callers", done.stdout)
        done = run("usage", "--all-callers")
        self.assertIn("PERMISSION_DENIED (NOT_ALLOWED)", done.stderr)
        done = run("usage", "--all-callers", caller="boss")
        self.assertRegex(done.stdout, r"\nboss .*\none  ")
        self.assertIn("\nthis server since its start, all callers\n",
                      done.stdout)


class NextDay(BudgetCase):
    """Of a server whose clock is set."""

    def setUp(self):
        if not FAKETIME.exists():
            self.skipTest("needs the Debian package libfaketime")
        self.site = self.site({"one": {"budget": {"day": 450, "month": 1200}}})
        self.clock = pathlib.Path(self.site.path("clock"))

    def set_clock(self, time):
        new = pathlib.Path(str(self.clock) + ".new")
        new.write_text("@" + time)
        new.rename(self.clock)

    def test_budgets_reset(self):
        self.set_clock("2026-12-10 23:00:00")
        site, server = self.site, self.site.start(
            "sqlite:" + self.site.path("state"), *PAGES_OF_100, TZ="UTC",
            LD_PRELOAD=str(FAKETIME), FAKETIME_TIMESTAMP_FILE=str(self.clock),
            FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1")
        first = site.call(server, "one", rows=600)
        self.assert_ok(first)
        self.assertEqual(first.summary["endReason"], "END_REASON_PRICE")
        token = resume_token(first)
        refused = site.call(server, "one", rows=600, resumeToken=token)
        self.assert_error(refused, "RESOURCE_EXHAUSTED", "CALLER_BUDGET")
        metadata = refused.detail("ErrorInfo")["metadata"]
        self.assertEqual(time_of(metadata["reset_time"]),
                         time_of("2026-12-11T00:00:00Z"))
        self.assertLessEqual(
            float(refused.detail("RetryInfo")["retryDelay"][:-1]), 3600)
        site.await_spent(server, "one", 400)

        self.set_clock("2026-12-11 00:00:05")
        self.assertEqual(site.spent(server, "one"), 0)
        second = site.call(server, "one", rows=600, resumeToken=token)
        self.assert_ok(second)
        self.assertTrue(second.rows)
        site.await_spent(server, "one", 400)
        usage = site.usage(server, "one").messages[0]["callers"][0]
        self.assertEqual(units(usage["month"]["spent"]), 800)
        self.assertEqual(usage["month"]["startTime"], "2026-12-01T00:00:00Z")
        self.assertEqual(usage["month"]["endTime"], "2027-01-01T00:00:00Z")

        self.set_clock("2026-12-12 00:00:05")
        self.assert_ok(site.call(server, "one", rows=600))
        self.set_clock("2026-12-13 00:00:05")
        over = site.call(server, "one")
        self.assertEqual(over.detail("ErrorInfo")["metadata"]["period"],
                         "month")
        self.set_clock("2027-01-01 00:00:05")
        self.assert_ok(site.call(server, "one"))
        self.assertEqual(site.charged(), 1200 + PRICE)


class WhoSeesWhat(BudgetCase):

    def setUp(self):
        super().setUp()
        self.redis = self.enterContext(Redis())

    def test_named_callers(self):
        site = self.site({"two": {"budget": {"day": 150, "month": 1500}},
                          "one": {}, "boss": {"sees_all": True}},
                         anonymous={"budget": {"day": 120}})
        server = site.start(self.redis.url)
        for caller in ("one", "two", None):
            self.assert_ok(site.call(server, caller))
            site.await_spent(server, caller, PRICE)
        own = site.usage(server, "two").messages[0]
        self.assertNotIn("periods", own)
        self.assertEqual([caller["caller"] for caller in own["callers"]],
                         ["two"])
        day, month = own["callers"][0]["day"], own["callers"][0]["month"]
        self.assertEqual([units(day[name]) for name in
                          ("spent", "budget", "remaining")], [100, 150, 50])
        self.assertEqual(day["endTime"], tomorrow())
        self.assertEqual(units(month["remaining"]), 1400)
        self.assertEqual(month["endTime"], next_month())
        self.assertNotIn("budget", site.day(server, "one"))
        for caller in ("one", None):
            self.assert_error(site.usage(server, caller, allCallers=True),
                              "PERMISSION_DENIED", "NOT_ALLOWED")
        everyone = site.usage(server, "boss", allCallers=True).messages[0]
        self.assertEqual(
            [(caller.get("caller", ""), units(caller["day"]["spent"]))
             for caller in everyone["callers"]],
            [("boss", 0), ("one", 100), ("two", 100), ("", 100)])
        self.assertEqual(units(everyone["periods"][0]["price"]), 300)
        self.assertEqual(everyone["periods"][0]["callCount"], "3")
        # All callers without a name share their budget.
        self.assert_over_budget(site.call(server, None), "day", used=100,
                                limit=120, request_price=PRICE)

    def test_without_a_callers_file(self):
        with Upstream() as upstream, Server.on_v3(
                upstream.url, "--state", self.redis.url) as server:
            self.assert_ok(server.stream(rowLimit=1))

            def usage():
                answer = server.call(USAGE, {"allCallers": True}).messages[0]
                spent = [units(caller["day"]["spent"])
                         for caller in answer.get("callers", [])]
                return answer if spent == [50] else None
            answer = wait_until("the price", usage, 20)
            self.assertEqual(answer["callers"][0].get("caller", ""), "")
            self.assertEqual(len(answer["periods"]), 1)


if __name__ == "__main__":
    unittest.main()
