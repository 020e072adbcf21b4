"""A real Prometheus scrapes a server, counts its calls and raises alerts."""

import pathlib
import signal
import subprocess
import unittest

from harness import Server, query, wait_until
from ports import free_port
from prometheus import Prometheus

RULES = pathlib.Path(__file__).with_name("rules.yml")
METHOD = 'grpc_method="backlinks.v1.BacklinksService/StreamRefpages"'
STARTED = f"grpc_server_call_started_total{{{METHOD}}}"
DURATION = f"grpc_server_call_duration_seconds_count{{{METHOD},%s}}"

# increase() stretches what it saw by one interval at the most: of as many
# samples it is off by less than a twentieth.
SAMPLES = 25


class Scraped(unittest.TestCase):

    def setUp(self):
        self.server = self.enterContext(Server())
        self.prometheus = self.enterContext(
            Prometheus(self.server.admin, RULES))
        # The first sample, before any call.
        wait_until("a scrape", lambda: self.prometheus.value(STARTED) == 0)

    def wait_for_samples(self, series, value):
        """Until it has this value, and so many samples that rates fit."""
        wait_until(f"{series} to be {value}",
                   lambda: self.prometheus.value(series) == value)
        wait_until(f"{SAMPLES} samples", lambda: self.prometheus.value(
            f"count_over_time({series}[10m])") >= SAMPLES)

    def test_the_target_is_up(self):
        wait_until("up", lambda: self.prometheus.value(
            'up{job="backlinks"}') == 1)
        [target] = self.prometheus.get("targets")["activeTargets"]
        self.assertEqual((target["health"], target["lastError"]), ("up", ""))

    def test_rates_are_right_from_the_first_call_on(self):
        for _ in range(5):
            self.assertEqual(self.server.stream(rowLimit=40).code, 0)
        self.wait_for_samples(STARTED, 5)
        self.wait_for_samples(DURATION % 'grpc_status="OK"', 5)
        for series, expected in (
                (STARTED, 5), (DURATION % 'grpc_status="OK"', 5),
                ("backlinks_sent_rows_total", 200),
                ('backlinks_upstream_requests_total{status="200"}', 5)):
            with self.subTest(series):
                increase = self.prometheus.value(f"increase({series}[10m])")
                self.assertGreaterEqual(increase, expected)
                self.assertLess(increase, expected * 1.05)
        quantile = self.prometheus.value(
            "histogram_quantile(0.5, sum by (le) (rate("
            "grpc_server_call_duration_seconds_bucket[10m])))")
        self.assertGreater(quantile, 0)

    def test_a_recording_rule_has_the_pass_rate(self):
        # An expression is nothing that API v2 can look for.
        where = {"predicate": {"title": {"matches": "^[A-M]"}}}
        answer = self.server.stream(query(where=where), rowLimit=10)
        self.assertEqual(answer.code, 0, answer.err)
        tested = self.server.metric("backlinks_residual_tested_rows_total")
        passed = self.server.metric("backlinks_residual_passed_rows_total")
        self.assertGreater(tested, passed)
        ratio = wait_until("the ratio", lambda: self.prometheus.value(
            "backlinks:residual_pass:ratio"))
        self.assertAlmostEqual(ratio, passed / tested)


class Alerts(unittest.TestCase):

    def wait_until_firing(self, prometheus, name):
        wait_until(f"{name} to fire",
                   lambda: prometheus.alert_state(name) == "firing")

    def test_an_unavailable_upstream(self):
        with Server.on(f"http://127.0.0.1:{free_port()}/",
                       BACKLINKS_UPSTREAM_TOKEN="key") as server, \
                Prometheus(server.admin, RULES) as prometheus:
            name = "BacklinksUpstreamUnavailable"
            wait_until("a scrape", lambda: prometheus.value(
                'backlinks_upstream_requests_total{status="none"}') == 0)
            self.assertEqual(prometheus.alert_state(name), "inactive")
            self.assertNotEqual(server.stream().code, 0)
            self.wait_until_firing(prometheus, name)

    def test_a_server_that_is_gone(self):
        with Server() as server, \
                Prometheus(server.admin, RULES) as prometheus:
            wait_until("up", lambda: prometheus.value("up") == 1)
            self.assertEqual(prometheus.alert_state("BacklinksDown"),
                             "inactive")
            server.stop(signal.SIGKILL)
            self.wait_until_firing(prometheus, "BacklinksDown")


class Rules(unittest.TestCase):

    def test_promtool_accepts_them(self):
        run = subprocess.run(["promtool", "check", "rules", RULES],
                             capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)


if __name__ == "__main__":
    unittest.main()
