{{/*
Rejects what the schema cannot, before it is installed: values that contradict
each other. Parts of a pod are in _checks_pod.tpl, objects around it in
_checks_objects.tpl, TLS and callers in _checks_tls.tpl, the state in
_state.tpl.
*/}}
{{- define "backlinks.checks" -}}
{{- include "backlinks.checkSubchart" . }}
{{- include "backlinks.checkAddresses" . }}
{{- include "backlinks.checkSecrets" . }}
{{- include "backlinks.checkToken" . }}
{{- include "backlinks.checkTokenKey" . }}
{{- include "backlinks.checkCollector" . }}
{{- include "backlinks.checkState" . }}
{{- include "backlinks.checkTls" . }}
{{- include "backlinks.checkNames" . }}
{{- include "backlinks.checkLabels" . }}
{{- include "backlinks.checkImage" . }}
{{- include "backlinks.checkFlags" . }}
{{- include "backlinks.checkPod" . }}
{{- include "backlinks.checkObjects" . }}
{{- end }}

{{/* Helm leaves the chart out where a condition is false. */}}
{{- define "backlinks.checkSubchart" -}}
{{- if eq (toString .Values.enabled) "false" }}
{{- fail "enabled: false has no effect without a condition for it in a parent chart's dependency" }}
{{- end }}
{{- end }}

{{- define "backlinks.checkAddresses" -}}
{{- range list "listen" "admin_listen" }}
{{- $address := get $.Values.config . }}
{{- if regexMatch "^(localhost|127\\.|\\[::1\\])" $address }}
{{- fail (printf "config.%s: %s cannot be reached from outside the pod; say 0.0.0.0 or [::]" . $address) }}
{{- end }}
{{- end }}
{{- if eq (include "backlinks.grpcPort" .) (include "backlinks.adminPort" .) }}
{{- fail "config.listen and config.admin_listen need ports of their own" }}
{{- end }}
{{- end }}

{{- define "backlinks.checkSecrets" -}}
{{- $variables := dict "upstream_token_file" "BACKLINKS_UPSTREAM_TOKEN" "token_key_file" "BACKLINKS_TOKEN_KEY" "state_password_file" "BACKLINKS_STATE_PASSWORD" }}
{{- range $flag, $secret := include "backlinks.mountedFiles" . | fromYaml }}
{{- if get $.Values.config $flag }}
{{- fail (printf "config.%s and the %s %s are both given; say one" $flag (empty $secret.existingSecret | ternary "ConfigMap" "Secret") (default $secret.existingConfigMap $secret.existingSecret)) }}
{{- end }}
{{- $variable := get $variables $flag }}
{{- if and $variable (has $variable (include "backlinks.extraVariables" $ | fromJsonArray)) }}
{{- fail (printf "extraEnv: %s and the Secret %s are both given; say one" $variable $secret.existingSecret) }}
{{- end }}
{{- end }}
{{- end }}

{{/* As JSON: the names in extraEnv. */}}
{{- define "backlinks.extraVariables" -}}
{{- $names := list }}
{{- range .Values.extraEnv }}{{ $names = append $names .name }}{{ end }}
{{- toJson $names }}
{{- end }}

{{/*
Whether a secret may come to the server on another way than by its Secret. In:
a dict of root, flag and variable.
*/}}
{{- define "backlinks.comesOtherwise" -}}
{{- $values := .root.Values }}
{{- $names := include "backlinks.extraVariables" .root | fromJsonArray }}
{{- if or (get $values.config .flag) $values.config.flagfile $values.extraEnvFrom (has .variable $names) }}yes{{ end }}
{{- end }}

{{- define "backlinks.checkToken" -}}
{{- $otherwise := include "backlinks.comesOtherwise" (dict "root" . "flag" "upstream_token_file" "variable" "BACKLINKS_UPSTREAM_TOKEN") }}
{{- if and (include "backlinks.usesUpstream" .) (not .Values.config.upstream_url) (not .Values.upstreamToken.existingSecret) (not $otherwise) }}
{{- fail (printf "config.upstream %s wants a token: set upstreamToken.existingSecret" .Values.config.upstream) }}
{{- end }}
{{- end }}

{{- define "backlinks.checkTokenKey" -}}
{{- $otherwise := include "backlinks.comesOtherwise" (dict "root" . "flag" "token_key_file" "variable" "BACKLINKS_TOKEN_KEY") }}
{{- if and (gt (include "backlinks.mostReplicas" . | int) 1) (not .Values.tokenKey.existingSecret) (not $otherwise) }}
{{- fail "more than one server: without a key that all have, none takes a stream up that another began; set tokenKey.existingSecret" }}
{{- end }}
{{- end }}

{{- define "backlinks.checkCollector" -}}
{{- with .Values.config }}
{{- if and (or .otlp_ca_file $.Values.otlpCa.existingSecret) (not (hasPrefix "https://" (default "" .otlp_endpoint))) (not .flagfile) }}
{{- fail "certificates for a collector need a config.otlp_endpoint of https" }}
{{- end }}
{{- end }}
{{- end }}

{{/* The name is that of Services: a DNS label that begins with a letter. */}}
{{- define "backlinks.checkNames" -}}
{{- $name := include "backlinks.fullname" . }}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" $name) }}
{{- fail (printf "fullnameOverride: must be set, as release and chart make %s, which is no DNS label that begins with a letter" $name) }}
{{- end }}
{{- end }}

{{/* Selectors and Helm depend on these labels; they cannot be changed. */}}
{{- define "backlinks.checkLabels" -}}
{{- $fixed := list "name" "instance" "component" "managed-by" }}
{{- $given := dict "commonLabels" .Values.commonLabels "labels" .Values.labels "podLabels" .Values.podLabels "service.headless.labels" .Values.service.headless.labels }}
{{- range list "service" "grpcRoute" "ingress" "serviceMonitor" "prometheusRule" "grafanaDashboard" }}
{{- $_ := set $given (printf "%s.labels" .) (get $.Values .).labels }}
{{- end }}
{{- range $where, $labels := $given }}
{{- range $fixed }}
{{- $label := printf "app.kubernetes.io/%s" . }}
{{- if hasKey $labels $label }}
{{- fail (printf "%s: %s is set by the chart, as objects are found by it" $where $label) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "backlinks.checkImage" -}}
{{- if not .Values.image.repository }}
{{- fail "image.repository: must be set to the repository that the image was pushed to" }}
{{- end }}
{{- end }}

{{/* A flag that is a value is set there alone: objects are made of it, too. */}}
{{- define "backlinks.checkFlags" -}}
{{- $flags := include "backlinks.flags" . | fromJsonArray }}
{{- range .Values.extraArgs }}
{{- $flag := regexFind "^--[^=]*" . | trimPrefix "--" }}
{{- if has $flag $flags }}
{{- fail (printf "extraArgs: --%s is set by config.%s" $flag $flag) }}
{{- end }}
{{- end }}
{{- $names := include "backlinks.extraVariables" . | fromJsonArray }}
{{- range $names }}
{{- $flag := trimPrefix "BACKLINKS_" . | lower }}
{{- if and (hasPrefix "BACKLINKS_" .) (has $flag $flags) }}
{{- fail (printf "extraEnv: %s is set by config.%s" . $flag) }}
{{- end }}
{{- end }}
{{- include "backlinks.checkUnique" (dict "where" "extraEnv" "what" "the variable" "names" $names) }}
{{- end }}

{{/* In: a dict of where, what and names, of which none may come twice. */}}
{{- define "backlinks.checkUnique" -}}
{{- $seen := dict }}
{{- range .names }}
{{- if hasKey $seen . }}
{{- fail (printf "%s: %s %s is there already" $.where $.what .) }}
{{- end }}
{{- $_ := set $seen . true }}
{{- end }}
{{- end }}
