"""The files that git tracks, for the checks of this folder."""

import os
import subprocess


def tracked_files(*folders):
    """Paths below the current folder, or below these folders of it, without
    those that were removed since."""
    listed = subprocess.run(["git", "ls-files", "-z", "--", *folders],
                            check=True, stdout=subprocess.PIPE).stdout.decode()
    return [path for path in listed.split("\0") if os.path.lexists(path)]
