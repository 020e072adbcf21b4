# shellcheck shell=bash
# The chart against a real API server: its programs are built from the pinned
# modules of tests/cluster/programs, once, and kept in the cache folder.

cluster_modules="$root/tests/cluster/programs"

# pinned MODULE FOLDER: the version of a module in a go.mod, without its v.
pinned() {
  sed -nE "s#^(require)?[[:space:]]+$1 v([^ ]+).*#\2#p" \
    "$cluster_modules/$2/go.mod"
}

kubernetes_programs=(kube-apiserver kube-controller-manager kube-scheduler)

# Not when this file is read: an image is built without any test.
name_cluster_programs() {
  kubernetes_version="$(pinned k8s.io/kubernetes kubernetes)"
  kubernetes="$cache/kubernetes-$kubernetes_version"
  etcd="$cache/etcd-$(pinned go.etcd.io/etcd/server/v3 etcd)/etcd"
}

# Those of which the chart can make objects.
gateway_crds="config/crd/standard/gateway.networking.k8s.io_*.yaml"
monitoring_crds="example/prometheus-operator-crd/monitoring.coreos.com_"
certificate_crd="deploy/crds/cert-manager.io_certificates.yaml"
monitoring_kinds=(podmonitors prometheusrules servicemonitors)

# build_go_program FOLDER PACKAGE INTO [LDFLAGS]: of a pinned module; INTO
# appears whole or not at all.
build_go_program() {
  [ -x "$3" ] && return 0
  need_go
  say "Building ${3##*/}"
  (cd "$cluster_modules/$1" && quietly "build ${3##*/}" for_tools "$go" build \
    -mod=readonly -trimpath -buildvcs=false \
    -ldflags "-s -w ${4:-}" -o "$3.part" "$2") || die "cannot build ${3##*/}"
  mv "$3.part" "$3"
}

# Kubernetes takes its version from the linker: the chart asks for one.
need_kubernetes() {
  local program at=k8s.io/component-base/version
  local major="${kubernetes_version%%.*}" rest="${kubernetes_version#*.}"
  for program in "${kubernetes_programs[@]}"; do
    build_go_program kubernetes "k8s.io/kubernetes/cmd/$program" \
      "$kubernetes/$program" "-X $at.gitVersion=v$kubernetes_version
      -X $at.gitMajor=$major -X $at.gitMinor=${rest%%.*}"
  done
}

need_etcd() { build_go_program etcd go.etcd.io/etcd/server/v3 "$etcd"; }

# go_module MODULE: where the pinned module was unpacked.
go_module() {
  (cd "$cluster_modules/crds" && "$go" mod download -json "$1") |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["Dir"])'
}

# Prints the files of the CRDs, one a line.
crd_files() {
  local gateway operator certificates kind
  need_go
  gateway="$(go_module sigs.k8s.io/gateway-api)"
  operator="$(go_module github.com/prometheus-operator/prometheus-operator)"
  certificates="$(go_module github.com/cert-manager/cert-manager)"
  # shellcheck disable=SC2086  # A pattern.
  printf '%s\n' "$gateway"/$gateway_crds "$certificates/$certificate_crd"
  for kind in "${monitoring_kinds[@]}"; do
    printf '%s\n' "$operator/$monitoring_crds$kind.yaml"
  done
}

is_cluster_built() {
  local program
  name_cluster_programs
  for program in "$etcd" "${kubernetes_programs[@]/#/$kubernetes/}"; do
    [ -x "$program" ] || return 1
  done
}

run_cluster() {
  name_cluster_programs
  need_packages cluster
  need_helm
  need_pyyaml
  need_etcd
  need_kubernetes
  drop_tool_cache
  run_unittest "chart in a cluster" tests/cluster \
    PYTHONPATH="$pyyaml:$root/tests/e2e" \
    PROGRAMS="$kubernetes" KUBERNETES="$kubernetes_version" ETCD="$etcd" \
    CRDS="$(crd_files)" CHART="$root/helm/backlinks" HELMS="$helm3 $helm4"
}

# A part of ./dev test: not where it had to build the programs first.
test_cluster() {
  if is_cluster_built; then
    run_cluster
  else
    printf 'left out: the chart in a cluster, as kube-apiserver is not in the'
    printf ' cache and takes 10 minutes to build; ./dev cluster does it\n'
  fi
}
