"""What may happen to the Pods of a release while it serves."""

import collections

import api
import case
import control_plane
import helm
import kubelet

ZONE = "topology.kubernetes.io/zone"


class Eviction(case.ReleaseCase):

    def evict(self, pod, **options):
        self.api.ask("POST", self.api.path(pod) + "/eviction", {
            "apiVersion": "policy/v1", "kind": "Eviction",
            "metadata": {"name": pod["metadata"]["name"]}}, **options)


class Drain(Eviction):

    def test_a_node_can_be_drained(self):
        control_plane.wait_until("an eviction to be allowed", lambda: all(
            budget["status"].get("disruptionsAllowed")
            for budget in self.namespace.list("policy/v1",
                                              "PodDisruptionBudget")))
        self.evict(self.namespace.pods()[0], dryRun="All")


class Budget(Eviction):

    def test_never_all_pods_are_evicted(self):
        self.kubelet.pause()
        self.addCleanup(self.kubelet.resume)
        with self.assertRaises(api.Rejected) as rejected:
            for pod in self.namespace.pods():
                self.evict(pod)
        self.assertEqual(rejected.exception.code, 429)


class Spread(case.ReleaseCase):

    def test_pods_are_spread_over_zones_and_nodes(self):
        nodes = collections.Counter(pod["spec"]["nodeName"]
                                    for pod in self.namespace.pods())
        zones = collections.Counter()
        for node, count in nodes.items():
            zones[kubelet.NODES[node]] += count
        self.assertGreater(len(zones), 1)
        self.assertLessEqual(max(zones.values()) - min(zones.values()), 1)
        self.assertEqual(max(nodes.values()), 1)


def load_tests(loader, _tests, _pattern):
    budget = helm.values_with("kind: PodDisruptionBudget")
    autoscaler = helm.values_with("kind: HorizontalPodAutoscaler")
    tests = helm.suite(loader, Drain, helms=helm.NEWEST)
    tests.addTests(helm.suite(loader, Budget, budget, helm.NEWEST))
    tests.addTests(helm.suite(loader, Spread, autoscaler, helm.NEWEST))
    return tests
