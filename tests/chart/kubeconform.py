"""Objects by kubeconform: Kubernetes' kinds and the custom ones, strictly."""

import os

import chart

SCHEMAS = (
    "{}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json",
    "{}/{{{{.ResourceKind}}}}_{{{{.Group}}}}_{{{{.ResourceAPIVersion}}}}.json")


def run(text):
    kubernetes, custom = SCHEMAS
    return chart.subprocess.run(
        [os.environ["KUBECONFORM"], "-strict", "-summary", "-schema-location",
         kubernetes.format(os.environ["KUBERNETES_SCHEMAS"]),
         "-schema-location", custom.format(os.environ["CRD_SCHEMAS"])],
        input=text, capture_output=True, text=True, check=False,
        timeout=chart.TIMEOUT)
