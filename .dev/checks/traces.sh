# shellcheck shell=bash
# What the traces are sent to in tests: a real OpenTelemetry Collector, with
# nothing in it but OTLP in and OTLP out.

otelcol_version=0.165.0
otelcol="$cache/otelcol-$otelcol_version/otelcol"

# otelcol_manifest FOLDER: what the collector's builder builds, there.
otelcol_manifest() {
  cat <<YAML
dist:
  name: otelcol
  description: Takes OTLP and hands it on, for tests
  version: $otelcol_version
  output_path: $1
receivers:
  - gomod: go.opentelemetry.io/collector/receiver/otlpreceiver v$otelcol_version
exporters:
  - gomod: go.opentelemetry.io/collector/exporter/otlphttpexporter v$otelcol_version
YAML
}

build_otelcol() {
  local part="$cache/otelcol-$otelcol_version.part"
  rm -rf "$part"
  mkdir -p "$part"
  otelcol_manifest "$part/build" >"$part/manifest.yaml"
  PATH="$(dirname "$go"):$PATH" GOTOOLCHAIN=local for_tools \
    "$cache/builder-$otelcol_version/builder" --config "$part/manifest.yaml" &&
    mkdir -p "$(dirname "$otelcol")" && mv "$part/build/otelcol" "$otelcol" &&
    rm -rf "$part"
}

# need_otelcol: half a minute of downloads, then minutes of compiling; once.
need_otelcol() {
  [ -x "$otelcol" ] && return 0
  need_go
  need_go_tool builder "$otelcol_version" \
    go.opentelemetry.io/collector/cmd/builder
  say "Building otelcol $otelcol_version"
  quietly "build otelcol" build_otelcol || die "cannot build otelcol"
  drop_tool_cache
}
