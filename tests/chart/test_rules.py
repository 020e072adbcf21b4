"""Alerts and dashboard by promtool: queries parse, every alert fires when it
should and is silent when it should be."""

import json
import pathlib
import tempfile
import unittest

import yaml

import chart
import queries

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

    def test_the_config_map_holds_it(self):
        objects = chart.render(grafanaDashboard={"enabled": True})
        data = objects["ConfigMap", "backlinks-dashboard"]["data"]
        self.assertEqual(json.loads(data["backlinks.json"]),
                         queries.DASHBOARD)


if __name__ == "__main__":
    unittest.main()
