"""What the chart rejects is what the API server would have, too late; and what
it takes instead, the API server takes."""

import subprocess
import tempfile
import unittest

import yaml

import api
import cluster
import helm

BASE = helm.CHART / "ci" / "default-values.yaml"
POD = "spec.template.spec"
SERVER = POD + ".containers.0"
DATA = [{"name": "data", "emptyDir": {}}]
MOUNT = {"name": "tmp", "mountPath": "/tmp"}

# Values, what the chart says; then the same in an object of the chart as it
# comes, and what the API server says.
REJECTED = [
    ({"strategy": {"rollingUpdate": {"maxSurge": 0}}},
     "maxSurge and maxUnavailable must not both be 0",
     "Deployment", "spec.strategy.rollingUpdate",
     {"maxSurge": 0, "maxUnavailable": 0}, "may not be 0 when `maxSurge` is 0"),
    ({"service": {"nodePort": 30000}}, "service.nodePort: must not be set",
     "Service", "spec.ports.0.nodePort", 30000,
     "may not be used when `type` is 'ClusterIP'"),
    ({"service": {"externalTrafficPolicy": "Local"}},
     "service.externalTrafficPolicy: must not be set",
     "Service", "spec.externalTrafficPolicy", "Local",
     "may only be set for externally-accessible services"),
    ({"service": {"loadBalancerClass": "example.org/lb"}},
     "service.loadBalancerClass: must not be set",
     "Service", "spec.loadBalancerClass", "example.org/lb",
     "may only be used when `type` is 'LoadBalancer'"),
    ({"service": {"loadBalancerSourceRanges": ["10.0.0.0/8"]}},
     "service.loadBalancerSourceRanges: must not be set",
     "Service", "spec.loadBalancerSourceRanges", ["10.0.0.0/8"],
     "may only be used when `type` is 'LoadBalancer'"),
    ({"service": {"ipFamilies": ["IPv4", "IPv6"]}},
     "service.ipFamilies: must be one",
     "Service", "spec.ipFamilies", ["IPv4", "IPv6"], "spec.ipFamil"),
    ({"resources": {"requests": {"memory": "1Gi"}}},
     "resources.requests.memory: must not be above",
     "Deployment", SERVER + ".resources.requests.memory", "1Gi",
     "must be less than or equal to memory limit"),
    ({"podSecurityContext": {"runAsUser": 0}}, "runAsUser: 0 is root",
     "Pod", "spec.securityContext.runAsUser", 0, "violates PodSecurity"),
    ({"securityContext": {"privileged": True}},
     "securityContext.allowPrivilegeEscalation: must be true",
     "Deployment", SERVER + ".securityContext.privileged", True,
     "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"),
    ({"fullnameOverride": "seo.backlinks"}, "does not match pattern",
     "Service", "metadata.name", "seo.backlinks", "must not contain dots"),
    ({"commonLabels": {"note": "for SEO"}}, "does not match pattern",
     "Deployment", "metadata.labels.note", "for SEO",
     "a valid label must be an empty string or consist of"),
    ({"extraVolumes": [{"name": "my_data", "emptyDir": {}}]},
     "does not match pattern",
     "Deployment", POD + ".volumes.0.name", "my_data",
     "a lowercase RFC 1123 label must consist of"),
    ({"extraVolumes": DATA,
      "extraVolumeMounts": [{"name": "data", "mountPath": "/tmp"}]},
     "a mount on /tmp is there already",
     "Deployment", SERVER + ".volumeMounts", [MOUNT, {**MOUNT, "subPath": "x"}],
     "duplicate entries for key"),
    ({"extraVolumeMounts": [{"name": "data", "mountPath": "/data"}]},
     "must be the name of a volume",
     "Deployment", SERVER + ".volumeMounts.0.name", "data", "Not found"),
    ({"extraVolumes": [{"name": "tmp", "emptyDir": {}}]},
     "the volume tmp is there already",
     "Deployment", POD + ".volumes", 2 * [{"name": "tmp", "emptyDir": {}}],
     "duplicate"),
    ({"livenessProbe": {"successThreshold": 2}}, "value must be 1",
     "Deployment", SERVER + ".livenessProbe.successThreshold", 2,
     "must be 1"),
    ({"minReadySeconds": 600}, "maximum: got 600, want 599",
     "Deployment", "spec.minReadySeconds", 600,
     "must be greater than minReadySeconds"),
    ({"resources": {"requests": {"memory": "64K"}}}, "does not match pattern",
     "Deployment", SERVER + ".resources.requests.memory", "64K",
     "unable to parse quantity's suffix"),
    ({"strategy": {"rollingUpdate": {"maxUnavailable": "101%"}}},
     "does not match pattern",
     "Deployment", "spec.strategy.rollingUpdate.maxUnavailable", "101%",
     "must not be greater than 100%"),
]

# The chart rolls it out otherwise; with this the API server does not take it.
RECREATED = ("spec.strategy.rollingUpdate", {"maxSurge": 1},
             "may not be specified when strategy `type` is 'Recreate'")

ACCEPTED = [
    {"strategy": {"type": "Recreate"}},
    {"strategy": {"rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}}},
    {"strategy": None},
    {"service": {"type": "NodePort", "nodePort": 30001,
                 "externalTrafficPolicy": "Local"}},
    {"service": {"type": "LoadBalancer", "loadBalancerClass": "example.org/lb",
                 "loadBalancerSourceRanges": ["10.0.0.0/8"]}},
    {"service": {"sessionAffinity": "ClientIP", "sessionAffinityConfig": {
        "clientIP": {"timeoutSeconds": 60}}}},
    {"service": {"ipFamilyPolicy": "PreferDualStack", "targetPort": 6100}},
    {"resources": {"requests": {"memory": "512Mi"}}},
    {"extraVolumes": DATA, "extraVolumeMounts": [
        {"name": "data", "mountPath": "/tmp/data"}]},
    {"readinessProbe": {"successThreshold": 3}},
    {"lifecycle": {"preStop": {"sleep": {"seconds": 5}}},
     "labels": {"tier": "backend"}},
    {"extraArgs": ["--flag_of_tomorrow=1"]},
]


def template(program, namespace, values):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(values, file)
        file.flush()
        return subprocess.run(
            [program, "template", "values", helm.CHART, "--namespace",
             namespace, "--kube-version", helm.KUBERNETES, "--values", BASE,
             "--values", file.name], capture_output=True, text=True,
            check=False, timeout=helm.TIMEOUT, stdin=subprocess.DEVNULL)


def put(what, path, value):
    """Sets what is there in an object; numbers are those of lists."""
    *way, last = path.split(".")
    for name in way:
        what = what[int(name)] if name.isdigit() else what.setdefault(name, {})
    what[last] = value


class Values(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.api = cluster.shared().api
        cls.namespace = cluster.Namespace("values").name

    def render(self, values):
        answer = template(helm.HELMS[-1], self.namespace, values)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return [what for what in yaml.safe_load_all(answer.stdout) if what]

    def one(self, kind, values):
        """Not the headless Service."""
        return next(what for what in self.render(values)
                    if what["kind"] == kind
                    and "clusterIP" not in what["spec"])

    def apply(self, what):
        return self.api.apply(what, self.namespace, dryRun="All")

    def assert_rejected(self, what, words):
        with self.assertRaises(api.Rejected) as rejected:
            self.apply(what)
        self.assertIn(words, str(rejected.exception))

    def test_what_the_chart_rejects_the_api_server_rejects(self):
        for values, reason, kind, path, value, words in REJECTED:
            for program in helm.HELMS:
                with self.subTest(values=values, helm=helm.version(program)):
                    answer = template(program, self.namespace, values)
                    self.assertNotEqual(answer.returncode, 0)
                    self.assertIn(reason, answer.stderr)
            with self.subTest(values=values):
                what = self.one(kind, {})
                self.apply(what)
                put(what, path, value)
                self.assert_rejected(what, words)

    def test_what_the_chart_accepts_the_api_server_accepts(self):
        for values in ACCEPTED:
            self.api.warnings.clear()
            for what in self.render(values):
                with self.subTest(values=values, kind=what["kind"]):
                    self.apply(what)
            self.assertEqual(self.api.warnings, [], values)

    def test_a_recreated_deployment_has_no_rolling_update(self):
        path, value, words = RECREATED
        what = self.one("Deployment", {"strategy": {"type": "Recreate"}})
        put(what, path, value)
        self.assert_rejected(what, words)


if __name__ == "__main__":
    unittest.main()
