"""A real control plane on loopback: etcd, API server, controllers, scheduler.

PROGRAMS of the environment is the folder of kube-apiserver,
kube-controller-manager and kube-scheduler, ETCD the program etcd, CRDS a list
of files, one a line. Everything lives in one temporary folder and ends with
it; keys and tokens are made anew each time.
"""

import contextlib
import json
import os
import pathlib
import secrets
import subprocess
import tempfile
import time

import yaml

import api
from ports import free_ports

TIMEOUT = 120  # Seconds until a wait is a failure.
# What turns a Deployment into Pods, and keeps what the tests look at. Those
# that watch over nodes are not here: no kubelet says that they are alive.
CONTROLLERS = ("deployment-controller,replicaset-controller,job-controller,"
               "namespace-controller,serviceaccount-controller,"
               "root-ca-certificate-publisher-controller,"
               "disruption-controller,endpointslice-controller,"
               "garbage-collector-controller,"
               "horizontal-pod-autoscaler-controller")


def wait_until(what, condition, seconds=TIMEOUT):
    """Polls; the value of `condition` once it is true. `what` says for what,
    and may find it out at the end."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s for: "
                         f"{what() if callable(what) else what}")


class ControlPlane(contextlib.ExitStack):
    """Ready when it is entered; `api` asks it, `kubeconfig` is for Helm."""

    def __enter__(self):
        super().__enter__()
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def _start(self):
        self.folder = pathlib.Path(
            self.enter_context(tempfile.TemporaryDirectory()))
        self.kubeconfig = self.folder / "kubeconfig"
        etcd, peer, port = free_ports(3)
        self._start_etcd(f"http://127.0.0.1:{etcd}",
                         f"http://127.0.0.1:{peer}")
        self._start_api_server(f"http://127.0.0.1:{etcd}", port)
        self._start_client("kube-controller-manager",
                           f"--root-ca-file={self.folder}/apiserver.crt",
                           "--horizontal-pod-autoscaler-sync-period=1s",
                           f"--controllers={CONTROLLERS}")
        self._start_client("kube-scheduler")
        self._load_crds()

    def _start_client(self, name, *args):
        """A program that serves nothing and is the only one of its kind."""
        self._run(name, f"--kubeconfig={self.kubeconfig}", "--secure-port=0",
                  "--leader-elect=false", *args)

    def client(self):
        """An administrator's, for one thread."""
        return api.Api(self._address, self._token,
                       self.folder / "apiserver.crt")

    def _run(self, name, *args, program=None):
        log = self.enter_context(open(self.folder / f"{name}.log", "wb"))
        program = program or pathlib.Path(os.environ["PROGRAMS"]) / name
        process = subprocess.Popen([program, *args], stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log, cwd=self.folder)
        self.callback(process.wait, TIMEOUT)
        self.callback(process.terminate)
        return process

    def _end_of_log(self, name):
        text = (self.folder / f"{name}.log").read_text(errors="replace")
        return "\n".join(text.splitlines()[-20:])

    def _start_etcd(self, client, peer):
        self._run("etcd", f"--data-dir={self.folder}/etcd",
                  f"--listen-client-urls={client}",
                  f"--advertise-client-urls={client}",
                  f"--listen-peer-urls={peer}",
                  f"--initial-advertise-peer-urls={peer}",
                  f"--initial-cluster=default={peer}", "--unsafe-no-fsync",
                  program=os.environ["ETCD"])

    def _make_token(self):
        token = secrets.token_hex(32)
        (self.folder / "tokens").write_text(
            f"{token},admin,admin,system:masters\n", encoding="utf-8")
        return token

    def _make_service_account_key(self):
        key = self.folder / "service-account.key"
        subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True,
                       capture_output=True, timeout=TIMEOUT)
        return key

    def _start_api_server(self, etcd, port):
        token = self._make_token()
        key = self._make_service_account_key()
        process = self._run(
            "kube-apiserver", f"--etcd-servers={etcd}",
            "--bind-address=127.0.0.1", f"--secure-port={port}",
            # Of no interface: a machine without a network has none to find.
            "--advertise-address=192.0.2.1", "--endpoint-reconciler-type=none",
            f"--cert-dir={self.folder}",
            f"--token-auth-file={self.folder}/tokens",
            "--authorization-mode=RBAC",
            "--service-cluster-ip-range=10.96.0.0/16",
            "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-key-file={key}",
            f"--service-account-signing-key-file={key}")
        wait_until("the API server's certificate", lambda: self._is_up(process)
                   and (self.folder / "apiserver.crt").exists())
        self._address, self._token = f"127.0.0.1:{port}", token
        self.api = self.client()
        self._write_kubeconfig()
        wait_until("the API server", lambda: self._is_up(process)
                   and self._is_ready())

    def _is_up(self, process):
        if process.poll() is not None:
            raise AssertionError("kube-apiserver ended:\n"
                                 + self._end_of_log("kube-apiserver"))
        return True

    def _is_ready(self):
        try:
            return self.api.ask("GET", "/readyz") == "ok"
        except (OSError, api.Rejected):
            return False

    def _write_kubeconfig(self):
        cluster = {"server": f"https://{self._address}", "certificate-authority":
                   str(self.folder / "apiserver.crt")}
        config = {
            "apiVersion": "v1", "kind": "Config", "current-context": "test",
            "clusters": [{"name": "test", "cluster": cluster}],
            "users": [{"name": "admin", "user": {"token": self._token}}],
            "contexts": [{"name": "test", "context": {
                "cluster": "test", "user": "admin"}}]}
        self.kubeconfig.write_text(json.dumps(config), encoding="utf-8")

    def _load_crds(self):
        for path in os.environ["CRDS"].split():
            with open(path, encoding="utf-8") as file:
                crd = yaml.safe_load(file)
            self.api.apply(crd)
            wait_until(f"{path} to be served",
                       lambda crd=crd: self._is_served(crd))
        self.api.discover()

    def _is_served(self, crd):
        """Established, and its storage past its start."""
        status = self.api.get(crd).get("status", {})
        if not any((condition["type"], condition["status"])
                   == ("Established", "True")
                   for condition in status.get("conditions") or ()):
            return False
        spec = crd["spec"]
        try:
            self.api.ask("GET", f"/apis/{spec['group']}/"
                         f"{spec['versions'][0]['name']}/"
                         f"{spec['names']['plural']}")
        except api.Rejected:
            return False
        return True
