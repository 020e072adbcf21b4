"""A release from its installation to its end, as an operator drives it."""

import pathlib
import shutil
import tempfile

import yaml

import api
import case
import control_plane
import helm

CHANGED = pathlib.Path(__file__).with_name("upgrade.yaml")


def specs(release):
    """What a change of the values changes; the rest is the system's."""
    return [{field: value for field, value in what.items()
             if field not in ("metadata", "status")}
            for what in release.stored()]


class Lifecycle(case.ReleaseCase):
    """Its end is tested after each class: case.ReleaseCase.uninstall()."""

    def running(self, field):
        """What the servers of all Pods have there."""
        return {str(pod["spec"]["containers"][0][field])
                for pod in self.namespace.pods()}

    def test_upgrade_reaches_every_pod_and_rollback_restores(self):
        manifest, before = self.release.manifest(), specs(self.release)
        images = self.running("image")
        self.release.upgrade("--values", CHANGED)
        image, = self.running("image")
        self.assertTrue(image.endswith(":next"), image)
        args, = self.running("args")
        self.assertIn("--page_rows=123", args)
        self.release.rollback(self.release.revision() - 1)
        self.assertEqual(self.release.manifest(), manifest)
        self.assertEqual(specs(self.release), before)
        self.assertEqual(self.running("image"), images)

    def test_broken_upgrade_removes_no_pod_that_serves(self):
        wanted = self.release.one("Deployment")["spec"]["replicas"]
        control_plane.wait_until(
            "all Pods to be available",
            lambda: self.status("availableReplicas") == wanted)
        self.kubelet.pause()
        self.addCleanup(self.kubelet.resume)
        self.release.send_upgrade("--values", CHANGED)
        control_plane.wait_until("a Pod of the new revision",
                                 lambda: self.status("updatedReplicas"))
        self.assertEqual(self.status("availableReplicas"), wanted)
        self.kubelet.resume()
        self.release.rollback(self.release.revision() - 1)
        self.assertEqual(self.status("readyReplicas"), wanted)

    def status(self, field):
        return self.release.one("Deployment")["status"].get(field)

    def test_its_own_test_succeeds(self):
        self.assertIn("Succeeded", self.release.run("test", helm.NAME))


READ_AT_START = ("otlp_ca_file", "state_ca_file", "state_password_file",
                 "token_key_file", "upstream_ca_file")


class Rotation(case.ReleaseCase):
    """Secrets that change while the release is installed."""

    def checksums(self):
        template = self.release.one("Deployment")["spec"]["template"]
        return {name: value for name, value
                in template["metadata"]["annotations"].items()
                if name.startswith("checksum/")}

    def secrets(self):
        """Those whose files the servers read, and whether they do so at their
        start alone. Not the one that the chart makes."""
        volumes = self.namespace.pods()[0]["spec"]["volumes"]
        sources = [source["secret"] for volume in volumes
                   for source in volume.get("projected", {}).get("sources", [])
                   if "secret" in source]
        return {source["name"]: source["items"][0]["path"] in READ_AT_START
                for source in sources
                if not source["name"].endswith("-backlinks-callers")}

    def test_secrets_that_are_read_at_the_start_restart_the_pods(self):
        pods = self.pod_names()
        for name, restarts in self.secrets().items():
            with self.subTest(secret=name):
                before = self.checksums()
                self.rotate(name)
                self.release.send_upgrade()
                changed = before.items() - self.checksums().items()
                self.assertEqual(len(changed), int(restarts))
        self.release.wait()
        self.assertFalse(pods & self.pod_names())

    def pod_names(self):
        return {pod["metadata"]["name"] for pod in self.namespace.pods()}

    def rotate(self, name):
        secret = {"apiVersion": "v1", "kind": "Secret",
                  "metadata": {"name": name}}
        data = self.api.get(secret, self.namespace.name)["data"]
        self.api.ask("PATCH", self.api.path(secret, self.namespace.name),
                     {"stringData": {key: "another of sixteen bytes or more"
                                     for key in data}}, api.MERGE)


# Not in the values of the chart's first version, whose users have none of them.
ADDED = ("callers", "enabled", "global", "grpcRoute.backendTls", "labels",
         "lifecycle",
         "prometheusRule.runbookUrl", "prometheusRule.selector",
         "prometheusRule.thresholds.exceededDeadlines",
         "prometheusRule.thresholds.minOccurrences",
         "readinessProbe.successThreshold", "service.ipFamilies",
         "service.ipFamilyPolicy", "service.loadBalancerClass",
         "service.sessionAffinity", "service.sessionAffinityConfig",
         "service.targetPort", "serviceMonitor.podTargetLabels",
         "serviceMonitor.targetLabels", "tls")


def older_chart(folder):
    """A copy of the chart whose values lack these."""
    older = shutil.copytree(helm.CHART, folder / "backlinks")
    values = yaml.safe_load((older / "values.yaml").read_text())
    for path in ADDED:
        *way, last = path.split(".")
        block = values
        for name in way:
            block = block[name]
        del block[last]
    (older / "values.yaml").write_text(yaml.safe_dump(values))
    return older


class Reuse(case.ReleaseCase):

    def test_values_of_an_older_chart_are_completed(self):
        manifest = self.release.manifest()
        with tempfile.TemporaryDirectory() as folder:
            self.release.run("upgrade", helm.NAME,
                             older_chart(pathlib.Path(folder)), "--values",
                             self.values, "--reset-values")
        self.release.run("upgrade", helm.NAME, helm.CHART, "--reuse-values")
        self.release.wait()
        self.assertEqual(self.release.manifest(), manifest)


def load_tests(loader, _tests, _pattern):
    tests = helm.suite(loader, Lifecycle)
    tests.addTests(helm.suite(loader, Rotation,
                              helm.values_with("/etc/backlinks/secrets"),
                              helm.NEWEST))
    tests.addTests(helm.suite(loader, Reuse,
                              helm.values_with("kind: PrometheusRule")))
    return tests
