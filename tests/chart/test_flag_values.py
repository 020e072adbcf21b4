"""The schema accepts what the server accepts, flag by flag, and no more."""

import concurrent.futures
import itertools
import re
import unittest

import chart
import flag_values
import server_flags

# The range of a sum or a fraction is computed by the server alone.
ONLY_THE_SERVER_COMPUTES = re.compile(r"(\d+\D+){2,}$|\d+\.\d+")


def by_rounds(cases):
    """Mappings of flags to values, with every value of a flag in one."""
    rounds = itertools.zip_longest(*cases.values(), fillvalue=None)
    for values in rounds:
        yield {name: value for name, value in zip(cases, values)
               if value is not None}


def rejected_by_schema(helm, config):
    """The flags that Helm rejects by the schema, all of them at once."""
    answer = chart.with_values(helm, {"config": config})
    return set(re.findall(r"'/config/(\w+)'", answer.stderr))


class FlagValues(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.flags = server_flags.flags()

    def verdicts(self, cases):
        """Whether the server accepts, by flag and value."""
        pairs = [(name, value) for name, values in cases.items()
                 for value in values]
        with concurrent.futures.ThreadPoolExecutor() as pool:
            return dict(zip(pairs, pool.map(
                lambda pair: server_flags.accepts(*pair), pairs)))

    def test_the_schema_decides_as_the_server(self):
        cases = {name: flag_values.values(flag)
                 for name, flag in self.flags.items()}
        accepted = self.verdicts(cases)
        for helm in chart.HELMS:
            for config in by_rounds(cases):
                rejected = rejected_by_schema(helm, config)
                for name, value in config.items():
                    if self.flags[name]["type"] == "DURATION" and \
                            ONLY_THE_SERVER_COMPUTES.fullmatch(str(value)):
                        continue
                    with self.subTest(flag=name, value=value, helm=helm):
                        self.assertEqual(name not in rejected,
                                         accepted[name, value])

    def test_every_flag_has_values_that_are_accepted_and_rejected(self):
        for name, flag in self.flags.items():
            verdicts = self.verdicts({name: flag_values.values(flag)}).values()
            with self.subTest(flag=name):
                self.assertIn(True, verdicts)
                if flag["type"] != "FILE":
                    self.assertIn(False, verdicts)

    def test_the_chart_rejects_what_kubernetes_cannot_use(self):
        cases = {name: flag_values.values_of_servers_only(flag)
                 for name, flag in self.flags.items()}
        self.assertEqual(set(self.verdicts(cases).values()), {True})
        for helm in chart.HELMS:
            for config in by_rounds(cases):
                with self.subTest(config=config, helm=helm):
                    self.assertEqual(rejected_by_schema(helm, config),
                                     set(config))

    def test_a_value_that_is_not_set_is_accepted(self):
        optional = [name for name, flag in self.flags.items()
                    if flag["type"] != "ADDRESS"]
        texts = [name for name in optional
                 if self.flags[name]["type"] != "NUMBER"]
        for helm in chart.HELMS:
            for config in (dict.fromkeys(optional), dict.fromkeys(texts, "")):
                self.assertEqual(rejected_by_schema(helm, config), set())


if __name__ == "__main__":
    unittest.main()
