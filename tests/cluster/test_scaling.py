"""A release that a HorizontalPodAutoscaler scales."""

import api
import case
import control_plane
import helm


class Scaling(case.ReleaseCase):

    def autoscaler(self):
        return self.release.one("HorizontalPodAutoscaler")

    def condition(self, kind):
        status = self.autoscaler().get("status", {})
        return next((condition for condition in status.get("conditions", [])
                     if condition["type"] == kind), {})

    def test_autoscaler_finds_what_it_scales(self):
        found = control_plane.wait_until("the autoscaler's first look",
                                         lambda: self.condition("AbleToScale"))
        self.assertEqual(found["status"], "True", found)

    def test_upgrade_keeps_the_number_of_pods(self):
        deployment = self.release.one("Deployment")
        wanted = self.autoscaler()["spec"]["maxReplicas"]
        path = self.api.path(deployment) + "/scale"
        self.api.ask("PATCH", path, {"spec": {"replicas": wanted}}, api.MERGE)
        self.release.upgrade()
        self.assertEqual(self.api.ask("GET", path)["spec"]["replicas"], wanted)


def load_tests(loader, _tests, _pattern):
    return helm.suite(loader, Scaling,
                      helm.values_with("kind: HorizontalPodAutoscaler"))
