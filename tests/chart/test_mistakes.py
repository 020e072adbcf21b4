"""Typical mistakes are refused before anything is installed, and say why."""

import unittest

import chart

HA = {"tokenKey": {"existingSecret": "keys"}}

# Name, values, words of the message.
REFUSED_BY_SCHEMA = [
    ("a misspelt key", {"replicas": 3}, "'replicas' not allowed"),
    ("a flag in camelCase", {"config": {"pageRows": 100}},
     "'pageRows' not allowed"),
    ("a flag of another name", {"config": {"port": 50051}},
     "'port' not allowed"),
    ("a number in quotes", {"config": {"page_rows": "100"}},
     "'/config/page_rows': got string"),
    ("a number out of range", {"config": {"max_depth": 1001}},
     "'/config/max_depth': maximum: got 1,001, want 1,000"),
    ("a negative number", {"replicaCount": -1}, "minimum: got -1, want 0"),
    ("an upstream that is not there", {"config": {"upstream": "ahrefs"}},
     "'/config/upstream': value must be one of 'embedded', 'ahrefs_v2'"),
    ("off without quotes", {"config": {"log_level": False}},
     "'/config/log_level': value must be one of 'debug'"),
    ("a duration in words", {"config": {"drain_grace": "30 seconds"}},
     "'/config/drain_grace': '30 seconds' does not match pattern"),
    ("a size of Kubernetes", {"config": {"max_batch_bytes": "96Ki"}},
     "'/config/max_batch_bytes': '96Ki' does not match pattern"),
    ("a URL without its scheme", {"config": {"upstream_url": "api.example"}},
     "'/config/upstream_url': 'api.example' does not match pattern"),
    ("a port alone", {"config": {"listen": 50051}},
     "'/config/listen': got number, want string"),
    ("a socket, which no probe reaches", {"config": {"listen": "unix:/s"}},
     "'/config/listen': 'unix:/s' does not match pattern"),
    ("a port that is chosen at start", {"config": {"listen": "0.0.0.0:0"}},
     "'/config/listen': '0.0.0.0:0' does not match pattern"),
    ("a collector without its port", {"config": {"otlp_endpoint": "otel"}},
     "'/config/otlp_endpoint': 'otel' does not match pattern"),
    ("a path that is relative", {"config": {"embedded_data": "rows.jsonl"}},
     "'/config/embedded_data': 'rows.jsonl' does not match pattern"),
    ("a secret in the values", {"upstreamToken": {"value": "secret"}},
     "'value' not allowed"),
    ("the name of a secret as a text", {"upstreamToken": "ahrefs"},
     "'/upstreamToken': got string, want object"),
    ("a pull policy in lower case", {"image": {"pullPolicy": "always"}},
     "'/image/pullPolicy': value must be one of"),
    ("a tag that is a number", {"image": {"tag": 1.2}},
     "'/image/tag': got number, want string"),
    ("a digest without its kind", {"image": {"digest": "9f86d081"}},
     "'/image/digest': '9f86d081' does not match pattern"),
    ("a limit in words", {"resources": {"limits": {"memory": "1 GB"}}},
     "'/resources/limits/memory': '1 GB' does not match pattern"),
    ("an annotation that is no text", {"podAnnotations": {"on": True}},
     "'/podAnnotations/on': got boolean, want string"),
    ("a list instead of a map", {"nodeSelector": ["linux"]},
     "'/nodeSelector': got array, want object"),
    ("arguments in one text", {"extraArgs": "--threads=4"},
     "'/extraArgs': got string, want array"),
    ("a probe by HTTP", {"livenessProbe": {"httpGet": {"path": "/livez"}}},
     "'httpGet' not allowed"),
    ("a route without a gateway", {"grpcRoute": {"enabled": True}},
     "'/grpcRoute/parentRefs': minItems: got 0, want 1"),
    ("a threshold in percent",
     {"prometheusRule": {"thresholds": {"failedCalls": 5}}},
     "'/prometheusRule/thresholds/failedCalls': maximum: got 5, want 1"),
]

REFUSED_BY_TEMPLATES = [
    ("an address that only the pod reaches",
     {"config": {"listen": "127.0.0.1:50051"}},
     "config.listen: 127.0.0.1:50051 cannot be reached from outside the pod"),
    ("one port for two", {"config": {"admin_listen": "0.0.0.0:50051"}},
     "config.listen and config.admin_listen need ports of their own"),
    ("an account without its token", {"config": {"upstream": "ahrefs_v3"}},
     "config.upstream ahrefs_v3 wants a token: set upstreamToken"),
    ("certificates for a collector without TLS",
     {"config": {"otlp_endpoint": "otel:4317"},
      "otlpCa": {"existingSecret": "collector"}},
     "certificates for a collector need a config.otlp_endpoint of https"),
    ("a token in two places",
     {"config": {"upstream": "ahrefs_v3", "upstream_token_file": "/token"},
      "upstreamToken": {"existingSecret": "ahrefs"}},
     "config.upstream_token_file and the Secret ahrefs are both given"),
    ("several servers, each with a key of its own", {"replicaCount": 2},
     "more than one server: without a key that all have"),
    ("growing servers, each with a key of its own",
     {"autoscaling": {"enabled": True}},
     "more than one server: without a key that all have"),
    ("the least above the most",
     {**HA, "autoscaling": {"enabled": True, "minReplicas": 20}},
     "autoscaling.minReplicas is above autoscaling.maxReplicas"),
    ("nothing to grow by",
     {**HA, "autoscaling": {"enabled": True,
                            "targetCPUUtilizationPercentage": None}},
     "autoscaling has no target"),
    ("a part of no request",
     {**HA, "autoscaling": {"enabled": True},
      "resources": {"requests": {"cpu": None}}},
     "resources.requests.cpu, which is not given"),
    ("an alert that is not there",
     {"prometheusRule": {"disabled": ["BacklinkDown"]}},
     "prometheusRule.disabled: there is no alert BacklinkDown, only "
     "BacklinksDown, "),
    ("alerts without targets", {"prometheusRule": {"enabled": True}},
     "prometheusRule.enabled: needs the targets of serviceMonitor.enabled"),
]

# What looks like a mistake of above, and is none.
TAKEN = [
    ("a token by the environment",
     {"config": {"upstream": "ahrefs_v3"},
      "extraEnv": [{"name": "BACKLINKS_UPSTREAM_TOKEN", "value": "x"}]}),
    ("a token by a file of one's own",
     {"config": {"upstream": "ahrefs_v3", "upstream_token_file": "/token"}}),
    ("an upstream of one's own that wants no token",
     {"config": {"upstream": "ahrefs_v2", "upstream_url": "http://up:80/"}}),
    ("a key by an argument",
     {"replicaCount": 2, "extraArgs": ["--token_key_file=/key"]}),
    ("numbers as durations and sizes",
     {"config": {"drain_grace": 30, "max_batch_bytes": 4096}}),
    ("empty texts", {"config": {"upstream_url": "", "log_level": ""}}),
    ("off in quotes", {"config": {"log_level": "off"}}),
    ("alerts on another's targets",
     {"prometheusRule": {"enabled": True, "selector": {"job": "links"}}}),
    ("what a parent chart passes on", {"global": {"region": "eu"}}),
]


class Mistakes(unittest.TestCase):

    def assert_refused(self, cases, *words):
        for helm in chart.HELMS:
            for name, values, message in cases:
                with self.subTest(name, helm=helm):
                    answer = chart.with_values(helm, values)
                    self.assertNotEqual(answer.returncode, 0, answer.stdout)
                    for word in (message, *words):
                        self.assertIn(word, answer.stderr)

    def test_refused_by_the_schema(self):
        self.assert_refused(REFUSED_BY_SCHEMA, "the schema")

    def test_refused_by_the_templates(self):
        self.assert_refused(REFUSED_BY_TEMPLATES)

    def test_taken(self):
        for helm in chart.HELMS:
            for name, values in TAKEN:
                with self.subTest(name, helm=helm):
                    answer = chart.with_values(helm, values)
                    self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_an_old_cluster(self):
        for helm in chart.HELMS:
            answer = chart.run(helm, "template", "backlinks", chart.CHART,
                               "--kube-version", "1.26.0")
            self.assertIn("kubeVersion: >=1.27.0-0", answer.stderr)


if __name__ == "__main__":
    unittest.main()
