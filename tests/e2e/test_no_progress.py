"""An upstream that always breaks at the same row: the callers stop paying."""

import re

from harness import (CODE, Server, TestCase, Upstream, backlinks, per_dialect)

# A single page of v2 keeps the upstream's own order, so that all its rows have
# to come again; elsewhere it is one row.
LAST_ROW = per_dialect(300, 1)
# Of one call of the server, by default: the first request and three resumes.
REQUESTS = 4
RESUMES = 5  # Of the command line client, in a row without progress.


def requests_of(server):
    return sum(float(count) for count in re.findall(
        r"backlinks_upstream_requests_total\{.*\} (\S+)",
        server.get("/metrics")[1]))


class NoProgress(TestCase):

    def setUp(self):
        upstream = self.enterContext(
            Upstream("--fault", f"cut_after_rows={LAST_ROW}"))
        self.server = self.enterContext(
            Server.on(upstream.url, BACKLINKS_UPSTREAM_TOKEN="key"))

    def stream(self, *words):
        return backlinks("stream", "--server", self.server.address,
                         "github.com", "--select", "url_from", *words)

    def test_the_client_gives_up(self):
        run = self.stream("--limit", "1000")
        self.assertEqual((run.returncode, len(run.stdout.splitlines())),
                         (1, LAST_ROW), run.stderr)
        self.assertIn("UNAVAILABLE (UPSTREAM_UNAVAILABLE)", run.stderr)
        self.assertIn(f"after resuming {RESUMES} times", run.stderr)
        self.assertIn("--resume=", run.stderr)
        self.assertEqual(requests_of(self.server), REQUESTS + RESUMES)

    def test_an_exhausted_price_cap_is_reported(self):
        run = self.stream("--limit", "1000", "--max-price",
                          per_dialect("500", "3000"))
        self.assertEqual(run.returncode, 3, run.stderr)
        self.assertIn(f"truncated by the price cap after {LAST_ROW} rows",
                      run.stderr)
        self.assertIn("--resume=", run.stderr)
        self.assertLess(requests_of(self.server), REQUESTS)

    def test_the_error_has_the_number_of_fruitless_interruptions(self):
        answer = self.server.stream(rowLimit=1000)
        self.assert_error(answer, CODE["UNAVAILABLE"], "UPSTREAM_UNAVAILABLE")
        self.assertEqual(
            answer.detail("ErrorInfo")["metadata"]["fruitless_interruptions"],
            str(REQUESTS - 1))


class Channel(TestCase):
    """The retries of a service config, which the command line client has."""

    def setUp(self):
        # Pages of a list have an order in which one row is enough to resume.
        upstream = self.enterContext(Upstream("--fault", "cut_after_rows=1"))
        self.server = self.enterContext(
            Server.on(upstream.url, BACKLINKS_UPSTREAM_TOKEN="key"))

    def test_a_fruitless_page_is_not_requested_again(self):
        run = backlinks("list", "--server", self.server.address, "github.com",
                        "--page-size", "1000")
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertIn("UPSTREAM_UNAVAILABLE", run.stderr)
        self.assertEqual(requests_of(self.server), REQUESTS)
