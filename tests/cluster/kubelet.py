"""Nodes, and what a kubelet would say of the Pods that are bound to them.

No container runs. A Pod's container is reported as running and ready once all
that it refers to exists, as a kubelet would insist; a Pod that is not to be
restarted is reported as having succeeded. A Pod that is being deleted goes.
"""

import contextlib
import datetime
import http.client
import itertools
import threading

import api

NODES = {"node-a1": "zone-a", "node-a2": "zone-a", "node-b1": "zone-b",
         "node-b2": "zone-b", "node-c1": "zone-c", "node-c2": "zone-c"}
CAPACITY = {"cpu": "64", "memory": "256Gi", "pods": "1000",
            "ephemeral-storage": "1Ti"}
PERIOD = 0.1  # Seconds between two looks at the Pods.


def add_nodes(asked):
    """Nodes in three zones; ready, and without the taint of new ones."""
    for name, zone in NODES.items():
        node = {"apiVersion": "v1", "kind": "Node", "metadata": {
            "name": name, "labels": {"kubernetes.io/hostname": name,
                                     "kubernetes.io/os": "linux",
                                     "kubernetes.io/arch": "amd64",
                                     "topology.kubernetes.io/zone": zone}}}
        asked.create(node)
        path = asked.path(node)
        asked.ask("PATCH", path, {"spec": {"taints": None}}, api.MERGE)
        asked.ask("PATCH", path + "/status", {"status": {
            "capacity": CAPACITY, "allocatable": CAPACITY, "conditions": [
                {"type": "Ready", "status": "True", "reason": "Test"}]}},
            api.MERGE)


def _references(pod):
    """(kind, reference, keys) of what a Pod's containers need."""
    spec = pod["spec"]
    for container in spec.get("initContainers", []) + spec["containers"]:
        for source in container.get("envFrom", []):
            yield from _named(source, "secretRef", "configMapRef")
        for variable in container.get("env", []):
            yield from _named(variable.get("valueFrom", {}), "secretKeyRef",
                              "configMapKeyRef")
    for volume in spec.get("volumes", []):
        projected = volume.get("projected", {}).get("sources", [])
        for source in [volume, *projected]:
            yield from _named(source, "secret", "configMap")


def _named(source, secret, config_map):
    for field, kind in ((secret, "Secret"), (config_map, "ConfigMap")):
        if field in source:
            reference = source[field]
            keys = [item["key"] for item in reference.get("items", [])]
            keys += [reference["key"]] if "key" in reference else []
            # A volume alone has another word for a Secret's name.
            yield kind, {"name": reference.get("secretName"),
                         **reference}, keys


def missing(asked, pod):
    """What the Pod refers to and is not there, in words."""
    namespace = pod["metadata"]["namespace"]
    for kind, reference, keys in _references(pod):
        if reference.get("optional"):
            continue
        what = {"apiVersion": "v1", "kind": kind,
                "metadata": {"name": reference["name"]}}
        try:
            data = asked.get(what, namespace).get("data", {})
        except api.Rejected:
            yield f"{kind} {reference['name']}"
            continue
        yield from (f"{kind} {reference['name']}, key {key}"
                    for key in keys if key not in data)


def _container_status(container, now, ended):
    state = ({"terminated": {"exitCode": 0, "reason": "Completed"}} if ended
             else {"running": {"startedAt": now}})
    return {"name": container["name"], "image": container["image"],
            "imageID": container["image"], "restartCount": 0,
            "ready": not ended, "started": not ended, "state": state}


class Kubelet(threading.Thread):
    """Of all nodes at once. While it is paused no Pod becomes ready."""

    def __init__(self, asked):
        super().__init__(name="kubelet", daemon=True)
        self._api = asked
        self._stopped = threading.Event()
        self._running = threading.Event()
        self._running.set()
        self._addresses = (f"10.0.{high}.{low}" for high, low in
                           itertools.product(range(256), range(1, 255)))

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._stopped.set()
        self.join()

    def pause(self):
        self._running.clear()

    def resume(self):
        self._running.set()

    def run(self):
        while not self._stopped.wait(PERIOD):
            # The API server may close a kept connection; the next look is by
            # another one.
            with contextlib.suppress(OSError, http.client.HTTPException):
                self._look_at_all()

    def _look_at_all(self):
        for pod in self._api.list("v1", "Pod"):
            try:
                self._look_at(pod)
            except api.Rejected as rejected:
                # Gone or changed since.
                if rejected.code not in (404, 409):
                    raise

    def _look_at(self, pod):
        if "deletionTimestamp" in pod["metadata"]:
            self._api.ask("DELETE", self._api.path(pod), gracePeriodSeconds=0)
        elif (self._running.is_set() and "nodeName" in pod["spec"]
              and pod["status"]["phase"] == "Pending"
              and not list(missing(self._api, pod))):
            self._report(pod)

    def _report(self, pod):
        now = datetime.datetime.now(datetime.timezone.utc).strftime(
            "%Y-%m-%dT%H:%M:%SZ")
        ends = pod["spec"]["restartPolicy"] == "Never"
        address = next(self._addresses)
        self._api.ask("PATCH", self._api.path(pod) + "/status", {"status": {
            "phase": "Succeeded" if ends else "Running", "startTime": now,
            "podIP": address, "podIPs": [{"ip": address}],
            "conditions": [
                {"type": kind, "status": "False" if ends else "True",
                 "lastTransitionTime": now}
                for kind in ("Initialized", "ContainersReady", "Ready")],
            "containerStatuses": [
                _container_status(container, now, ends)
                for container in pod["spec"]["containers"]]}}, api.MERGE)
