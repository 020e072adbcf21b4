"""The Kubernetes API over plain HTTPS: what the tests ask a cluster.

Every object goes in as a dict with apiVersion and kind; its address follows
from what the API server says that it serves, never from a table of ours.
"""

import http
import http.client
import json
import ssl
import urllib.parse

APPLY = "application/apply-patch+yaml"
MERGE = "application/merge-patch+json"
TIMEOUT = 60  # Seconds for one answer.


class Rejected(Exception):
    """The API server answered with an error; `code` is HTTP's."""

    def __init__(self, code, status):
        super().__init__(f"{code} {status}")
        self.code = code


class Api:
    """One API server over one connection, for one thread.

    `warnings` collects those that it sent, in their order.
    """

    def __init__(self, address, token, ca_file):
        self.warnings = []
        self._resources = []
        self._token = token
        self._connection = http.client.HTTPSConnection(
            address, timeout=TIMEOUT,
            context=ssl.create_default_context(cafile=ca_file))

    def ask(self, method, path, body=None, content="application/json",
            **options):
        """The answer as JSON, as text where it is none; raises Rejected."""
        answer, said = self._exchange(
            method, f"{path}?{urllib.parse.urlencode(options)}",
            None if body is None else json.dumps(body),
            {"Authorization": f"Bearer {self._token}",
             "Content-Type": content})
        self.warnings += answer.headers.get_all("Warning", [])
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            raise Rejected(answer.status, said)
        return said

    def _exchange(self, *request):
        try:
            self._connection.request(*request)
            answer = self._connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            raise
        is_json = answer.headers.get_content_type() == "application/json"
        return answer, json.loads(text) if is_json else text

    def _resources_of(self, version):
        prefix = "/apis/" if "/" in version else "/api/"
        return [{**resource, "path": prefix + version, "version": version}
                for resource in self.ask("GET", prefix + version)["resources"]
                if "/" not in resource["name"]]

    @property
    def resources(self):
        """Every kind that is served, in its group's preferred version."""
        if not self._resources:
            self.discover()
        return self._resources

    def discover(self):
        """Asks anew what is served: after a CRD was added."""
        versions = ["v1"] + [group["preferredVersion"]["groupVersion"]
                             for group in self.ask("GET", "/apis")["groups"]]
        self._resources = [resource for version in versions
                           for resource in self._resources_of(version)]

    def _resource(self, version, kind):
        for resource in self.resources:
            if (resource["version"], resource["kind"]) == (version, kind):
                return resource
        for resource in self._resources_of(version):
            if resource["kind"] == kind:
                return resource
        raise LookupError(f"{version} {kind} is not served")

    def path(self, what, namespace=None):
        """Where an object is, or its collection if it has no name."""
        resource = self._resource(what["apiVersion"], what["kind"])
        metadata = what.get("metadata", {})
        namespace = metadata.get("namespace", namespace)
        path = resource["path"]
        if resource["namespaced"] and namespace:
            path += "/namespaces/" + namespace
        path += "/" + resource["name"]
        return path + ("/" + metadata["name"] if "name" in metadata else "")

    def get(self, what, namespace=None):
        return self.ask("GET", self.path(what, namespace))

    def create(self, what, namespace=None, **options):
        collection = {**what, "metadata": {
            name: value for name, value in what["metadata"].items()
            if name == "namespace"}}
        return self.ask("POST", self.path(collection, namespace), what,
                        **options)

    def apply(self, what, namespace=None, **options):
        """Server-side apply, strict about every field."""
        return self.ask("PATCH", self.path(what, namespace), what, APPLY,
                        fieldManager="test", force="true",
                        fieldValidation="Strict", **options)

    def list(self, version, kind, namespace=None, **options):
        collection = {"apiVersion": version, "kind": kind}
        items = self.ask("GET", self.path(collection, namespace),
                         **options)["items"]
        return [{"apiVersion": version, "kind": kind, **item}
                for item in items]
