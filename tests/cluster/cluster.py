"""The one cluster that all tests share, and what they ask of it.

A test takes a Namespace of its own, whose Pods must keep to the standard
`restricted`: a Pod that does not is never made, and a Deployment whose Pods
will not be answered with a warning.
"""

import atexit
import contextlib
import functools
import pathlib
import signal
import sys

import yaml

import api
import control_plane
import kubelet

RESTRICTED = {f"pod-security.kubernetes.io/{mode}": "restricted"
              for mode in ("enforce", "audit", "warn")}
GIVEN = pathlib.Path(__file__).with_name("given")
TRANSIENT_KINDS = {"Event", "Lease", "PodMetrics"}  # Come and go by themselves.


def objects_of(name):
    """Those of a file of given/."""
    text = (GIVEN / name).read_text(encoding="utf-8")
    return list(yaml.safe_load_all(text))


class Cluster:
    """A control plane with nodes whose Pods become ready."""

    def __init__(self, stack):
        self.plane = stack.enter_context(control_plane.ControlPlane())
        self.api = self.plane.api
        for given in objects_of("cluster.yaml"):
            self.api.create(given)
        kubelet.add_nodes(self.api)
        self.kubelet = stack.enter_context(kubelet.Kubelet(self.plane.client()))

    @functools.cached_property
    def listable(self):
        return [resource for resource in self.api.resources
                if {"list", "create"} <= set(resource["verbs"])
                and resource["kind"] not in TRANSIENT_KINDS]

    def everything(self):
        """Each object of the cluster: its kind, namespace and name."""
        return {(resource["kind"], item["metadata"].get("namespace"),
                 item["metadata"]["name"])
                for resource in self.listable
                for item in self.api.list(resource["version"],
                                          resource["kind"])}


@functools.cache
def shared():
    """Started by the first who asks; ends with the process."""
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return Cluster(stack)


class Namespace:
    """A restricted namespace that has what an operator puts there before."""

    def __init__(self, name):
        self.api = shared().api
        self.name = name
        self.api.create({"apiVersion": "v1", "kind": "Namespace",
                         "metadata": {"name": name, "labels": RESTRICTED}})
        for given in objects_of("namespace.yaml"):
            self.api.create(given, name)
        control_plane.wait_until("the namespace's own objects",
                                 self._has_own_objects)

    def _has_own_objects(self):
        names = {what["metadata"]["name"] for what in (
            self.list("v1", "ServiceAccount") + self.list("v1", "ConfigMap"))}
        return {"default", "kube-root-ca.crt"} <= names

    def list(self, version, kind, **options):
        return self.api.list(version, kind, self.name, **options)

    def pods(self):
        """Those that are not being deleted."""
        return [pod for pod in self.list("v1", "Pod")
                if "deletionTimestamp" not in pod["metadata"]]
