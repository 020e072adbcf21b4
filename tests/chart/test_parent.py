"""The chart as a dependency of another."""

import pathlib
import shutil
import tempfile
import unittest

import yaml

import chart

PARENT = {
    "apiVersion": "v2", "name": "parent", "version": "1.0.0",
    "dependencies": [{"name": "backlinks", "version": ">=0.1.0-0",
                      "repository": "", "condition": "backlinks.enabled"}]}


class Parent(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(
            tempfile.TemporaryDirectory()))
        (folder / "Chart.yaml").write_text(yaml.safe_dump(PARENT))
        shutil.copytree(chart.CHART, folder / "charts" / "backlinks")
        cls.folder = folder

    def render(self, helm, values, **shared):
        file = self.folder / "given.yaml"
        file.write_text(yaml.safe_dump({
            "backlinks": {"image": {"repository": "backlinks"}, **values},
            "global": shared}))
        answer = chart.run(helm, "template", "parent", self.folder,
                           "--kube-version", chart.KUBERNETES,
                           "--values", file)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return chart.objects_of(answer.stdout)

    def pods(self, *words, **shared):
        """Of the server and of the test."""
        found = {each["kind"]: each.get("spec") for each in
                 self.render(*words, **shared)}
        return found["Deployment"]["template"]["spec"], found["Pod"]

    def test_its_condition_decides(self):
        for helm in chart.HELMS:
            with self.subTest(helm=helm):
                self.assertTrue(self.render(helm, {}))
                self.assertTrue(self.render(helm, {"enabled": True}))
                self.assertEqual(self.render(helm, {"enabled": False}), [])

    def test_the_registry_of_all_wins(self):
        own = {"image": {"registry": "own.example", "repository": "backlinks"}}
        for helm in chart.HELMS:
            for values in ({}, own):
                for pod in self.pods(helm, values,
                                     imageRegistry="all.example:5000/seo"):
                    self.assertRegex(pod["containers"][0]["image"],
                                     "^all.example:5000/seo/backlinks:")

    def test_the_secrets_of_all_are_added(self):
        for helm in chart.HELMS:
            for pod in self.pods(
                    helm, {"imagePullSecrets": [{"name": "own"},
                                                {"name": "all"}]},
                    imagePullSecrets=["all", {"name": "more"}]):
                self.assertEqual(pod["imagePullSecrets"], [
                    {"name": "all"}, {"name": "more"}, {"name": "own"}])

    def test_what_is_for_other_charts_is_ignored(self):
        for helm in chart.HELMS:
            self.assertEqual(
                self.render(helm, {}, storageClass="fast", postgresql={"a": 1},
                            imageRegistry=None, imagePullSecrets=None),
                self.render(helm, {}))


if __name__ == "__main__":
    unittest.main()
