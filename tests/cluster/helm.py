"""Helm as an operator runs it: one release of the chart in one namespace.

HELMS of the environment lists the programs; CHART is the chart's folder, whose
ci/*-values.yaml are the values that it has to work with; KUBERNETES the
version of the API server.
"""

import functools
import json
import os
import pathlib
import subprocess
import unittest

import yaml

import cluster
import control_plane

CHART = pathlib.Path(os.environ["CHART"]).resolve()
HELMS = os.environ["HELMS"].split()
NEWEST = HELMS[-1:]  # For what is the same whichever Helm sent it.
KUBERNETES = os.environ["KUBERNETES"]
VALUES = sorted(CHART.glob("ci/*-values.yaml"))
NAME = "tested"
TIMEOUT = 300  # Seconds for one command.


@functools.cache
def version(helm):
    return subprocess.run([helm, "version", "--template", "{{.Version}}"],
                          check=True, capture_output=True, text=True,
                          timeout=TIMEOUT).stdout.strip()


class Release:
    """A release of the chart; every command must succeed without a warning."""

    def __init__(self, helm, namespace, values):
        self.helm = helm
        self.namespace = namespace
        self.values = values
        folder = cluster.shared().plane.folder
        self._environment = {
            **os.environ, "KUBECONFIG": str(cluster.shared().plane.kubeconfig),
            "HELM_NAMESPACE": namespace.name, "HELM_CACHE_HOME": str(folder),
            "HELM_CONFIG_HOME": str(folder), "HELM_DATA_HOME": str(folder)}

    def run(self, *words):
        """What it printed."""
        run = subprocess.run([self.helm, *words], capture_output=True,
                             text=True, check=False, timeout=TIMEOUT,
                             stdin=subprocess.DEVNULL, env=self._environment)
        if run.returncode or run.stderr.strip():
            raise AssertionError(f"helm {' '.join(map(str, words))}: "
                                 f"exit {run.returncode}\n{run.stderr}"
                                 f"{self._why()}")
        return run.stdout

    def _why(self):
        return "\n".join(event["involvedObject"]["kind"] + ": "
                         + event["message"] for event in self.warnings())

    def warnings(self):
        """Events of that type: what the controllers found wrong."""
        return [event for event in self.namespace.list("v1", "Event")
                if event["type"] == "Warning"]

    def install(self, *more):
        self.run("install", NAME, CHART, "--values", self.values, *more)
        self.wait()

    def send_upgrade(self, *more):
        self.run("upgrade", NAME, CHART, "--values", self.values, *more)

    def upgrade(self, *more):
        self.send_upgrade(*more)
        self.wait()

    def revision(self):
        release, = json.loads(self.run("list", "--output", "json"))
        return int(release["revision"])

    def rollback(self, revision):
        self.run("rollback", NAME, str(revision))
        self.wait()

    def uninstall(self):
        self.run("uninstall", NAME)

    def wait(self):
        """As --wait does, which looks every other second, and waits for a
        load balancer too."""
        deployment, = self.stored("Deployment")
        least = max([autoscaler["spec"]["minReplicas"] for autoscaler in
                     self.stored("HorizontalPodAutoscaler")], default=0)
        control_plane.wait_until(
            lambda: f"Pods to be ready\n{self._why()}",
            lambda: self._is_rolled_out(deployment, least))

    def _is_rolled_out(self, deployment, least):
        now = self.namespace.api.get(deployment)
        status, wanted = now["status"], now["spec"]["replicas"]
        return (wanted >= least and status.get("observedGeneration")
                == now["metadata"]["generation"]
                and all(status.get(field) == wanted for field in (
                    "replicas", "updatedReplicas", "readyReplicas")))

    def manifest(self):
        """What Helm says that it sent, as text."""
        return self.run("get", "manifest", NAME)

    def rendered(self):
        return [document for document in yaml.safe_load_all(self.manifest())
                if document]

    def stored(self, kind=None):
        """The rendered objects (of a kind) as the API server has them."""
        return [self.namespace.api.get(what, self.namespace.name)
                for what in self.rendered() if kind in (None, what["kind"])]

    def one(self, kind):
        """The stored object of a kind of which there is one."""
        only, = self.stored(kind)
        return only


def values_with(text):
    """Those of the chart's values whose render has this text."""
    found = [values for values in VALUES if text in subprocess.run(
        [HELMS[-1], "template", NAME, CHART, "--values", values,
         "--kube-version", KUBERNETES], check=True, capture_output=True,
        text=True, timeout=TIMEOUT).stdout]
    if not found:
        raise AssertionError(f"no ci/*-values.yaml leads to {text}")
    return found


def suite(loader, case, all_values=tuple(VALUES), helms=tuple(HELMS)):
    """The tests of `case` with these, each a class."""
    tests = unittest.TestSuite()
    for helm in helms:
        for values in all_values:
            told = f"{case.__name__} by Helm {version(helm)} of {values.stem}"
            tests.addTests(loader.loadTestsFromTestCase(
                type(told, (case,), {"helm": helm, "values": values})))
    return tests
