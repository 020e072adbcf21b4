"""Alerts and dashboard by promtool: queries parse, every alert fires when it
should and is silent when it should be."""

import json
import pathlib
import re
import tempfile
import unittest

import yaml

import chart
import queries

# Metrics that tell methods apart.
OF_METHODS = ("grpc_server_", "backlinks_active_calls", "backlinks_first_row_")
UNITS = ("bytes", "seconds", "rows", "price")


def unit_of(query):
    """That of the first metric asked for, by its name; a count has none."""
    name = queries.SELECTOR.search(query).group(1)
    return next((unit for unit in UNITS
                 if unit in name and not name.endswith("_count")), None)


TESTS = pathlib.Path(__file__).with_name("alerts_test.yaml")


class Promtool(unittest.TestCase):

    def promtool(self, folder, *words):
        answer = chart.run("promtool", *words, cwd=folder)
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)

    def write(self, folder, groups):
        (pathlib.Path(folder) / "rules.yaml").write_text(
            yaml.safe_dump({"groups": groups}))

    def test_alerts_are_well_formed_and_fire(self):
        with tempfile.TemporaryDirectory() as folder:
            self.write(folder, queries.rule_groups())
            (pathlib.Path(folder) / TESTS.name).write_text(TESTS.read_text())
            self.promtool(folder, "check", "rules", "rules.yaml")
            self.promtool(folder, "test", "rules", TESTS.name)

    def test_every_alert_is_tested_both_ways(self):
        fires, silent = set(), set()
        for test in yaml.safe_load(TESTS.read_text())["tests"]:
            for case in test["alert_rule_test"]:
                (fires if case.get("exp_alerts") else silent).add(
                    case["alertname"])
        self.assertEqual(fires, set(queries.alerts()))
        self.assertEqual(silent, set(queries.alerts()))

    def test_queries_of_the_dashboard_parse(self):
        rules = [{"record": "panel:query", "expr": query,
                  "labels": {"panel": str(number)}}
                 for number, (_, query) in enumerate(queries.of_dashboard())]
        with tempfile.TemporaryDirectory() as folder:
            self.write(folder, [{"name": "dashboard", "rules": rules}])
            self.promtool(folder, "check", "rules", "rules.yaml")


class Runbook(unittest.TestCase):

    def test_every_alert_names_its_section(self):
        text = (chart.ROOT / "docs" / "operations.md").read_text()
        sections = re.findall(r"^### (Backlinks\w+)$", text, re.M)
        self.assertEqual(sorted(sections), sorted(queries.alerts()))
        for name, rule in queries.alerts().items():
            self.assertEqual(rule["annotations"]["runbook_url"],
                             f"{queries.RUNBOOK}#{name.lower()}")

    def test_without_its_address_alerts_have_none(self):
        for values in ({"runbookUrl": ""}, {"runbookUrl": None}):
            (group, *_) = queries.rule_groups(**values)
            self.assertEqual(len(group["rules"]), len(queries.alerts()))
            for rule in group["rules"]:
                self.assertNotIn("runbook_url", rule["annotations"])


class Targets(unittest.TestCase):
    """Of another's ServiceMonitor, as prometheusRule.selector names them."""

    def rules(self):
        return queries.rule_groups({}, selector={"job": "links"})

    def fires(self, up):
        """Whether BacklinksDown does, with these samples of job "links"."""
        alerts = [{"exp_labels": {"job": "links", "severity": "critical"},
                   "exp_annotations": self.rules()[0]["rules"][0][
                       "annotations"]}]
        test = {"rule_files": ["rules.yaml"], "tests": [{
            "interval": "1m", "input_series": [
                {"series": 'up{job="links",instance="a:1"}', "values": up}],
            "alert_rule_test": [{
                "alertname": "BacklinksDown", "eval_time": "10m",
                "exp_alerts": alerts}]}]}
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "rules.yaml").write_text(
                yaml.safe_dump({"groups": self.rules()}))
            (pathlib.Path(folder) / "test.yaml").write_text(
                yaml.safe_dump(test))
            return not chart.run("promtool", "test", "rules", "test.yaml",
                                 cwd=folder).returncode

    def test_alerts_select_only_them(self):
        self.assertTrue(self.fires("0x20"))
        self.assertFalse(self.fires("1x20"))
        text = yaml.safe_dump(self.rules())
        self.assertNotIn("backlinks-headless", text)

    def test_no_servers_no_alert_that_they_are_missing(self):
        groups = queries.rule_groups({"replicaCount": 0,
                                      "serviceMonitor": {"enabled": True}})
        names = {rule["alert"] for rule in groups[0]["rules"]}
        self.assertEqual(set(queries.alerts()) - names,
                         {"BacklinksDown", "BacklinksServersMissing"})


class Values(unittest.TestCase):

    def names(self, **values):
        (group, *_) = queries.rule_groups(**values)
        return {rule["alert"] for rule in group["rules"]}

    def test_alerts_can_be_left_out(self):
        self.assertEqual(
            set(queries.alerts()) - self.names(disabled=["BacklinksDown"]),
            {"BacklinksDown"})

    def test_no_price_no_alert(self):
        self.assertEqual(
            set(queries.alerts()) - self.names(thresholds={}),
            {"BacklinksExpensive"})

    def test_nothing_is_left_to_fill_in(self):
        self.assertNotIn("@", yaml.safe_dump(queries.rule_groups()))


class Dashboard(unittest.TestCase):

    def test_panels_have_names_and_numbers_of_their_own(self):
        panels = queries.DASHBOARD["panels"]
        for key in ("id", "title"):
            values = [panel[key] for panel in panels]
            self.assertEqual(len(values), len(set(values)), values)

    def test_panels_do_not_overlap(self):
        taken = set()
        for panel in queries.DASHBOARD["panels"]:
            at = panel["gridPos"]
            cells = {(x, y) for x in range(at["x"], at["x"] + at["w"])
                     for y in range(at["y"], at["y"] + at["h"])}
            self.assertFalse(taken & cells, panel["title"])
            self.assertLessEqual(at["x"] + at["w"], 24, panel["title"])
            taken |= cells

    def queries_of(self, kind):
        """Of panels of one kind, by the panel's title."""
        return {panel["title"]: [queries.as_promql(target["expr"])
                                 for target in panel["targets"]]
                for panel in queries.DASHBOARD["panels"]
                if panel["type"] == kind}

    def test_an_axis_has_one_unit(self):
        for title, asked in self.queries_of("timeseries").items():
            with self.subTest(title):
                self.assertEqual(len({unit_of(query) for query in asked}), 1)

    def test_a_number_without_data_is_zero(self):
        """But for parts and times of nothing, which are none."""
        numbers = {title: query for title, (query,) in
                   self.queries_of("stat").items()
                   if title not in ("Failed calls", "First row")}
        self.assertIn("Servers that answer", numbers)
        test = {"tests": [{"interval": "1m", "input_series": [],
                           "promql_expr_test": [
                               {"expr": query, "eval_time": "5m",
                                "exp_samples": [{"labels": "{}", "value": 0}]}
                               for query in numbers.values()]}]}
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "test.yaml").write_text(
                yaml.safe_dump(test))
            answer = chart.run("promtool", "test", "rules", "test.yaml",
                               cwd=folder)
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)

    def test_its_variable_for_the_method_is_queried(self):
        """By every query of a metric that has a method."""
        names = [variable["name"]
                 for variable in queries.DASHBOARD["templating"]["list"]]
        self.assertIn("method", names)
        for title, query in queries.of_dashboard():
            for name, selector in queries.SELECTOR.findall(query):
                if (name.startswith(OF_METHODS)
                        and title != "Calls against the limit"):
                    with self.subTest(title):
                        self.assertIn('grpc_method=~"$method"', selector)

    def test_calls_are_shown_against_their_limit(self):
        panels = self.queries_of("timeseries")
        calls, limit = panels["Calls against the limit"]
        self.assertIn("backlinks_active_calls", calls)
        self.assertNotIn("grpc_method", calls)
        self.assertIn("backlinks_max_streams", limit)
        (rejected,) = panels["Calls rejected at the limit"]
        self.assertIn('reason="CONCURRENCY"', rejected)

    def test_the_config_map_holds_it(self):
        objects = chart.render(grafanaDashboard={"enabled": True})
        data = objects["ConfigMap", "backlinks-dashboard"]["data"]
        self.assertEqual(json.loads(data["backlinks.json"]),
                         queries.DASHBOARD)


if __name__ == "__main__":
    unittest.main()
