# shellcheck shell=bash
# Writes what is made of the chart: its README and the renders that the tests
# compare with.
command_chart() {
  local environment
  need_packages tools
  need_chart_tools
  mapfile -t environment < <(chart_environment)
  (cd tests/chart && env "${environment[@]}" UPDATE_GOLDEN=1 \
    PYTHONDONTWRITEBYTECODE=1 python3 -m unittest -q test_golden test_readme)
}
