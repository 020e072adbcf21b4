"""The queries of the alerts and of the dashboard, and their metrics."""

import json
import re

import chart

DASHBOARD = json.loads((chart.CHART / "files" / "dashboard.json").read_text())
# Labels that Prometheus and its operator add to what a server says.
OF_PROMETHEUS = {"namespace", "service", "pod", "instance", "le"}
SELECTOR = re.compile(
    r"\b((?:grpc|backlinks|process)_[a-z_]+|up)\b(?:\{([^}]*)\})?")
LABEL = re.compile(r'(\w+)(?:=~|!~|!=|=)"')
GROUPING = re.compile(r"\b(?:by|on) \(([^)]*)\)")


# Three servers whose metrics are read.
RELEASE = {"replicaCount": 3, "tokenKey": {"existingSecret": "keys"},
           "serviceMonitor": {"enabled": True}}


RUNBOOK = "https://runbooks.example/operations"


def rule_groups(release=None, **values):
    rule = {"enabled": True, "thresholds": {"pricePerHour": 1000},
            "runbookUrl": RUNBOOK, **values}
    objects = chart.render(RELEASE if release is None else release,
                           prometheusRule=rule)
    return objects["PrometheusRule", "backlinks"]["spec"]["groups"]


def alerts():
    return {rule["alert"]: rule for rule in rule_groups()[0]["rules"]}


def of_dashboard():
    """Every query, by the panel's title, without Grafana's variables."""
    found = []
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", []):
            found.append((panel["title"], target["expr"]))
    for annotation in DASHBOARD["annotations"]["list"]:
        found.append((annotation["name"], annotation["expr"]))
    return [(title, as_promql(query)) for title, query in found]


def as_promql(query):
    return re.sub(r"\$__rate_interval", "5m", query)


def everything():
    return [*of_dashboard(),
            *((name, rule["expr"]) for name, rule in alerts().items())]


def metrics_of(query):
    """Metric by metric the labels that the query asks it for."""
    grouped = {label.strip() for group in GROUPING.findall(query)
               for label in group.split(",") if label.strip()}
    names = {}
    text = GROUPING.sub("", query)
    for name, selector in SELECTOR.findall(text):
        names.setdefault(name, set()).update(LABEL.findall(selector))
    return {name: labels - OF_PROMETHEUS for name, labels in names.items()
            if name != "up"}, grouped - OF_PROMETHEUS
