"""What alerts and dashboard ask for is there on a running server."""

import pathlib
import re
import tempfile
import unittest

import chart
import harness
import queries
from certificate import make_certificate

SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? \S+$", re.M)
# Of callers that have a budget.
WITH_BUDGETS = {name: {"caller", "period"} for name in
                ("backlinks_caller_spent", "backlinks_caller_budget")}
MALFORMED = harness.http_answer(
    '{"refpages":[{"url_from":"http://a/","url_to":"http://b/",'
    '"ahrefs_rank":"many"}],"stats":{}}')


def metrics_of(server):
    """The labels of every metric that the server has."""
    found = {}
    for name, labels in SAMPLE.findall(server.get("/metrics")[1]):
        found.setdefault(name, set()).update(
            label for label, _ in re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"',
                                             labels))
    return found


def be_busy(server):
    """Calls of every kind, good and bad."""
    server.stream(rowLimit=5)
    server.stream(harness.query(where={"notExpression": {"predicate": {
        "anchor": {"prefix": "a"}}}}), rowLimit=5)
    server.stream({})


def tls_flags(folder):
    """Of a certificate that is made there."""
    cert, key = map(str, make_certificate(pathlib.Path(folder)))
    return "--tls_cert_file", cert, "--tls_key_file", key


class Running(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        upstream = cls.enterClassContext(
            harness.ScriptedUpstream(harness.always(MALFORMED)))
        good = cls.enterClassContext(harness.Server())
        bad = cls.enterClassContext(harness.Server.on(upstream.url))
        be_busy(good)
        bad.stream(rowLimit=5)
        secured = cls.enterClassContext(harness.Server(*tls_flags(
            cls.enterClassContext(tempfile.TemporaryDirectory()))))
        cls.good = good
        cls.metrics = {**WITH_BUDGETS, **metrics_of(good)}
        for server in (bad, secured):
            for name, labels in metrics_of(server).items():
                cls.metrics.setdefault(name, set()).update(labels)

    def test_every_metric_and_label_of_alerts_and_dashboard(self):
        for title, query in queries.everything():
            with self.subTest(title, query=query):
                asked, grouped = queries.metrics_of(query)
                self.assertLessEqual(asked.keys(), self.metrics.keys())
                for name, labels in asked.items():
                    self.assertLessEqual(labels, self.metrics[name], name)
                known = set().union(*(self.metrics[name] for name in asked))
                self.assertLessEqual(grouped, known)

    def test_the_metric_that_the_autoscaler_reads(self):
        self.assertEqual(self.metrics["backlinks_active_streams"], set())

    def test_promtool_reports_nothing(self):
        text = self.good.get("/metrics")[1]
        answer = chart.subprocess.run(
            ["promtool", "check", "metrics"], input=text, capture_output=True,
            text=True, check=False, timeout=chart.TIMEOUT)
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
