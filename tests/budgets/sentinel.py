"""A Redis with replicas, and the Sentinels that name its master."""

import contextlib
import pathlib
import subprocess
import tempfile

from harness import TIMEOUT, wait_until
from ports import free_port
from redis import START_ATTEMPTS, Redis, first_reply

SERVICE = "main"
DOWN_AFTER_MS = 500
# Otherwise the master waits five seconds for more replicas.
REPLICATION = ("--repl-diskless-sync-delay", "0")


class Sentinel(contextlib.AbstractContextManager):
    """On 127.0.0.1. It writes what it knows to its own file."""

    def __init__(self, master_port, quorum, *lines):
        self._folder = tempfile.TemporaryDirectory()
        self._config = pathlib.Path(self._folder.name) / "sentinel.conf"
        for _ in range(START_ATTEMPTS):
            self.port = free_port()
            self._write(master_port, quorum, lines)
            self._process = subprocess.Popen(
                ["redis-server", self._config, "--sentinel"],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            wait_until("a Sentinel", lambda: self._process.poll() is not None
                       or self.reply("PING"))
            if self._process.poll() is None:
                return
        raise AssertionError("no Sentinel has started")

    def _write(self, master_port, quorum, lines):
        self._config.write_text("\n".join([
            "bind 127.0.0.1", f"port {self.port}",
            f"dir {self._folder.name}", *lines,
            f"sentinel monitor {SERVICE} 127.0.0.1 {master_port} {quorum}",
            f"sentinel down-after-milliseconds {SERVICE} {DOWN_AFTER_MS}",
            f"sentinel failover-timeout {SERVICE} 5000", ""]))

    def reply(self, command):
        return first_reply(self.port, command)

    def is_ready(self):
        """Whether it could replace the master."""
        return (self.reply(f"SENTINEL CKQUORUM {SERVICE}").startswith(b"+OK")
                and b"slave" in self.reply(f"SENTINEL REPLICAS {SERVICE}"))

    def stop(self):
        self._process.kill()
        self._process.wait(TIMEOUT)

    def __exit__(self, *_):
        self.stop()
        self._folder.cleanup()


class Group(contextlib.ExitStack):
    """A master, its replica, and Sentinels."""

    def __init__(self, sentinels):
        super().__init__()
        self.master = self.enter_context(Redis(*REPLICATION))
        self.replica = self.enter_context(Redis(
            *REPLICATION, "--replicaof", "127.0.0.1", str(self.master.port)))
        wait_until("the replica", lambda: "master_link_status:up" in
                   self.replica.replication())
        quorum = sentinels // 2 + 1
        self.sentinels = [
            self.enter_context(Sentinel(self.master.port, quorum))
            for _ in range(sentinels)]
        wait_until("the Sentinels", lambda: all(
            sentinel.is_ready() for sentinel in self.sentinels))

    @property
    def url(self):
        return self.url_of(SERVICE)

    def url_of(self, service):
        hosts = ",".join(f"127.0.0.1:{sentinel.port}"
                         for sentinel in self.sentinels)
        return f"redis+sentinel://{hosts}/{service}/0"

    def await_replica(self):
        """Until the replica has all that the master has."""
        def has_all():
            return offset(self.replica) >= offset(self.master)

        def offset(server):
            for line in server.replication():
                if line.startswith("master_repl_offset:"):
                    return int(line.partition(":")[2])
            return -1
        wait_until("the replica", has_all)
