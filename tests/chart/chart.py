"""The chart as Helm renders it.

HELMS lists the programs to try, PYTHONPATH has PyYAML.
"""

import functools
import os
import pathlib
import subprocess
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHART = ROOT / "helm" / "backlinks"
CI_VALUES = sorted(CHART.glob("ci/*-values.yaml"))
DEFAULT = CHART / "ci" / "default-values.yaml"  # What every release must give.
HELMS = os.environ["HELMS"].split()
KUBERNETES = "1.37.0"
SERVER = "server"
TIMEOUT = 60  # Seconds for one command.


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, check=False,
                          timeout=TIMEOUT, stdin=subprocess.DEVNULL, **options)


def helm_template(helm, *words):
    return run(helm, "template", "backlinks", CHART, "--kube-version",
               KUBERNETES, *words)


@functools.lru_cache(maxsize=None)
def rendered(helm, values, *words):
    """The text that a file of values gives."""
    answer = helm_template(helm, "--values", values, *words)
    if answer.returncode:
        raise AssertionError(f"{values}: {answer.stderr}")
    return answer.stdout


def with_values(helm, values, *words, base=DEFAULT):
    """Helm's answer for a mapping of values, over those of a file."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(values, file)
        file.flush()
        return helm_template(helm, "--values", base, "--values", file.name,
                             *words)


def objects_of(text):
    return [document for document in yaml.safe_load_all(text) if document]


def render(values=None, helm=HELMS[0], **sets):
    """The objects of a mapping of values, by kind and name."""
    answer = with_values(helm, {**(values or {}), **sets})
    if answer.returncode:
        raise AssertionError(answer.stderr)
    return {(each["kind"], each["metadata"]["name"]): each
            for each in objects_of(answer.stdout)}


def pod_of(objects):
    return objects["Deployment", "backlinks"]["spec"]["template"]["spec"]


def server_of(objects):
    (server,) = [each for each in pod_of(objects)["containers"]
                 if each["name"] == SERVER]
    return server


def chart_values():
    return yaml.safe_load((CHART / "values.yaml").read_text())
