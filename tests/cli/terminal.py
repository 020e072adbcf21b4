"""A terminal that a test types into and looks at: a window of tmux."""

import os
import re
import subprocess
import tempfile

from harness import BIN, TIMEOUT, clean_environment, wait_until

ENVIRONMENT = clean_environment(
    PATH=f"{BIN}:{os.environ['PATH']}", LC_ALL="C.UTF-8",
    TERM="xterm-256color", PS1="READY ", HISTFILE="")


class Terminal:
    """Of 24 lines; whatever runs in it ends with it."""

    def __init__(self, command, width=80):
        self.folder = tempfile.TemporaryDirectory()
        self.tmux("-f", "/dev/null", "new-session", "-d",
                  "-x", str(width), "-y", "24", command)

    def tmux(self, *words):
        done = subprocess.run(
            ["tmux", "-u", "-S", self.folder.name + "/socket", *words],
            capture_output=True, text=True, check=False, timeout=TIMEOUT,
            env=ENVIRONMENT)
        if done.returncode:
            raise AssertionError(f"tmux {words}: {done.stderr}")
        return done.stdout

    def type(self, text, *keys):
        """Types a text, then keys by the names that tmux has for them."""
        if text:
            self.tmux("send-keys", "-l", text)
        if keys:
            self.tmux("send-keys", *keys)

    def resize(self, width, height):
        self.tmux("resize-window", "-x", str(width), "-y", str(height))

    def screen(self, *how):
        return self.tmux("capture-pane", "-p", *how)

    def wait_for(self, pattern, *how):
        """The screen once it shows the pattern, each line a line."""
        def shown():
            screen = self.screen(*how)
            return screen if re.search(pattern, screen, re.M) else None
        try:
            return wait_until(pattern, shown)
        except AssertionError as failure:
            raise AssertionError(f"{failure}\n{self.screen()}") from None

    def close(self):
        self.tmux("kill-server")
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
