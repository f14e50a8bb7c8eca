"""The harness itself: no server and no telephone outlives a class whose own set-up came to nothing."""
import unittest

from harness.case import CallCentreCase


class HalfSetUp(CallCentreCase):
    __test__ = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        raise AssertionError("what this class needs besides is not there")

    def runTest(self):
        self.fail("never reached")


class CleaningUp(unittest.TestCase):
    def test_a_server_ends_with_a_class_that_was_half_set_up(self):
        result = unittest.TestResult()
        unittest.TestSuite([HalfSetUp()]).run(result)
        self.assertEqual((result.testsRun, len(result.errors)), (0, 1))
        self.assertFalse(HalfSetUp.server.alive(), "the server stayed")


def load_tests(loader, _tests, _pattern):
    return loader.loadTestsFromTestCase(CleaningUp)  # the other one is broken on purpose
