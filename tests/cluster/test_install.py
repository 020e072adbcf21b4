"""An installed release: what the API server has of it, and made from it."""

import case
import helm
import kubelet


def lacks(rendered, stored, at=""):
    """Where `stored` does not say what `rendered` says. What is empty, zero or
    false is as absent: the API server leaves most of that out."""
    if isinstance(rendered, dict) and isinstance(stored, dict):
        return [fault for name, value in rendered.items()
                for fault in lacks(value, stored.get(name), f"{at}.{name}")]
    if isinstance(rendered, list) and isinstance(stored, list) and len(
            rendered) == len(stored):
        return [fault for index, value in enumerate(rendered)
                for fault in lacks(value, stored[index], f"{at}[{index}]")]
    if not rendered and not stored:
        return []
    return [] if rendered == stored else [f"{at}: {rendered!r}, not {stored!r}"]


def is_of_the_cluster(event):
    """Whether a warning does not concern the release. No metrics are served
    here, and an autoscaler says that; the API server's own repairs may see a
    Service before the address that it has just been given."""
    return (event["reportingComponent"] == "horizontal-pod-autoscaler"
            or event["reason"] == "ClusterIPNotAllocated")


class Install(case.ReleaseCase):

    def test_every_object_is_valid_without_a_warning(self):
        self.api.warnings.clear()
        for rendered in self.release.rendered():
            with self.subTest(kind=rendered["kind"]):
                self.api.apply(rendered, self.namespace.name, dryRun="All")
        self.assertEqual(self.api.warnings, [])

    def test_no_field_is_dropped_or_changed(self):
        for rendered, stored in zip(self.release.rendered(),
                                    self.release.stored()):
            with self.subTest(kind=rendered["kind"]):
                self.assertEqual(lacks(rendered, stored), [])

    def generations(self):
        """What changes with an object, and not with who looks after it."""
        return {(what["kind"], what["metadata"]["name"]):
                [what["metadata"].get("generation"), what.get("data"),
                 what["metadata"].get("annotations"), what.get("spec")]
                for what in self.release.stored()}

    def test_same_values_again_change_nothing(self):
        before = self.generations()
        self.release.upgrade()
        self.assertEqual(self.generations(), before)

    def test_pods_are_admitted_and_ready(self):
        deployment = self.release.one("Deployment")
        self.assertEqual(deployment["status"]["readyReplicas"],
                         deployment["spec"]["replicas"])
        self.assertEqual(len(self.namespace.pods()),
                         deployment["spec"]["replicas"])

    def test_pods_get_no_token_of_the_api(self):
        for pod in self.namespace.pods():
            self.assertNotIn("serviceAccountToken",
                             str(pod["spec"].get("volumes")))
            self.assertNotEqual(pod["spec"]["serviceAccountName"], "default")

    def test_pods_can_start_again(self):
        """No reference to what is not there, also after the installation."""
        for pod in self.namespace.pods():
            self.assertEqual(list(kubelet.missing(self.api, pod)), [])

    def test_controllers_find_nothing_wrong(self):
        self.assertEqual([event["message"] for event in self.release.warnings()
                          if not is_of_the_cluster(event)], [])


def load_tests(loader, _tests, _pattern):
    return helm.suite(loader, Install)
