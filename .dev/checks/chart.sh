# shellcheck shell=bash
# The chart by the Helm versions that people have: what it renders, what it
# refuses, and whether its objects, alerts and dashboard are right.

helm3_version=3.22.0
helm4_version=4.3.1
helm_docs_version=1.14.2
kubeconform_version=0.8.0
pyyaml_version=6.0.3
kubernetes_validate_version=1.37.0  # Carries the schemas of Kubernetes 1.37.
gateway_api_version=1.4.1
prometheus_operator_version=0.85.0
cert_manager_version=1.21.2

helm3="$cache/helm-$helm3_version/helm"
helm4="$cache/helm-$helm4_version/helm"
helm_docs="$cache/helm-docs-$helm_docs_version/helm-docs"
kubeconform="$cache/kubeconform-$kubeconform_version/kubeconform"
pyyaml="$cache/pyyaml-$pyyaml_version"
kubernetes_schemas="$cache/kubernetes-schemas-$kubernetes_validate_version"
crd_schemas="$cache/crd-schemas-$gateway_api_version-$prometheus_operator_version"
crd_schemas+="-$cert_manager_version"

need_helm() {
  need_go_tool helm "$helm3_version" helm.sh/helm/v3/cmd/helm
  need_go_tool helm "$helm4_version" helm.sh/helm/v4/cmd/helm
}

need_pyyaml() {
  [ -d "$pyyaml/yaml" ] || wheel PyYAML "$pyyaml_version" "$pyyaml"
}

# unpacked_module MODULE VERSION: prints where Go unpacks it.
unpacked_module() {
  (cd / && "$go" mod download -json "$1@v$2") |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["Dir"])'
}

# Of the custom resources that the chart has.
need_crd_schemas() {
  [ -d "$crd_schemas" ] && return 0
  local gateway operator certificates
  need_go
  gateway="$(unpacked_module sigs.k8s.io/gateway-api \
    "$gateway_api_version")/config/crd/standard"
  operator="$(unpacked_module \
    github.com/prometheus-operator/prometheus-operator \
    "$prometheus_operator_version")/example/prometheus-operator-crd"
  certificates="$(unpacked_module github.com/cert-manager/cert-manager \
    "$cert_manager_version")/deploy/crds/cert-manager.io_certificates.yaml"
  rm -rf "$crd_schemas.part"
  PYTHONPATH="$pyyaml" python3 "$root/tests/chart/crd_schemas.py" \
    "$crd_schemas.part" "$gateway"/*_{grpcroutes,backendtlspolicies}.yaml \
    "$operator"/*_{servicemonitors,prometheusrules}.yaml "$certificates" ||
    die "cannot make schemas of the CRDs"
  mv "$crd_schemas.part" "$crd_schemas"
}

need_kubernetes_schemas() {
  [ -d "$kubernetes_schemas" ] && return 0
  local validate="$kubernetes_schemas.wheel" version="v$kubernetes_validate_version"
  wheel kubernetes-validate "$kubernetes_validate_version" "$validate"
  rm -rf "$kubernetes_schemas.part"
  python3 "$root/tests/chart/kubernetes_schemas.py" "$kubernetes_schemas.part" \
    "$validate/kubernetes_validate/kubernetes-json-schema/$version-local-strict" ||
    die "cannot make schemas of Kubernetes' kinds"
  mv "$kubernetes_schemas.part" "$kubernetes_schemas"
  rm -rf "$validate"
}

need_chart_tools() {
  need_helm
  need_go_tool helm-docs "$helm_docs_version" \
    github.com/norwoodj/helm-docs/cmd/helm-docs
  need_go_tool kubeconform "$kubeconform_version" \
    github.com/yannh/kubeconform/cmd/kubeconform
  drop_tool_cache
  need_pyyaml
  need_kubernetes_schemas
  need_crd_schemas
}

# What tests/chart asks its environment for.
chart_environment() {
  printf '%s\n' PYTHONPATH="$pyyaml:$root/tests/e2e" HELMS="$helm3 $helm4" \
    HELM_DOCS="$helm_docs" KUBECONFORM="$kubeconform" \
    KUBERNETES_SCHEMAS="$kubernetes_schemas" CRD_SCHEMAS="$crd_schemas"
}

# Needs the programs of the release build.
test_chart() {
  local environment
  need_chart_tools
  need_grpcurl
  mapfile -t environment < <(chart_environment)
  run_unittest chart tests/chart "${environment[@]}"
}
