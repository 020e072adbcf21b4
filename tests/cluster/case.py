"""What every test of a release starts from."""

import itertools
import unittest

import cluster
import control_plane
import helm

_count = itertools.count(1)


class ReleaseCase(unittest.TestCase):
    """A release that is installed, in a namespace of its own.

    The tests of one class share it: they leave it as they found it. Only one
    is installed at a time: values may fix a name that others would have too.
    """

    helm = None
    values = None

    @classmethod
    def setUpClass(cls):
        cls.cluster = cluster.shared()
        cls.api = cls.cluster.api
        cls.kubelet = cls.cluster.kubelet
        cls.namespace = cluster.Namespace(f"{cls.values.stem}-{next(_count)}")
        cls.release = helm.Release(cls.helm, cls.namespace, cls.values)
        cls.before = cls.cluster.everything()
        cls.addClassCleanup(cls.uninstall)
        cls.release.install()

    @classmethod
    def uninstall(cls):
        """Fails if anything is left that was not there before."""
        cls.release.uninstall()
        control_plane.wait_until(lambda: f"{cls.left()} to be gone",
                                 lambda: not cls.left())

    @classmethod
    def left(cls):
        return cls.cluster.everything() - cls.before
