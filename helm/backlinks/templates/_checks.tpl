{{/* What the schema cannot say: mistakes that look well until a pod starts. */}}
{{- define "backlinks.checks" -}}
{{- include "backlinks.checkAddresses" . }}
{{- include "backlinks.checkSecrets" . }}
{{- include "backlinks.checkToken" . }}
{{- include "backlinks.checkTokenKey" . }}
{{- include "backlinks.checkCollector" . }}
{{- include "backlinks.checkAutoscaling" . }}
{{- include "backlinks.checkAlerts" . }}
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
{{- range $flag, $secret := include "backlinks.secretFiles" . | fromYaml }}
{{- if get $.Values.config $flag }}
{{- fail (printf "config.%s and the Secret %s are both given; say one" $flag $secret.existingSecret) }}
{{- end }}
{{- end }}
{{- end }}

{{/*
Whether a secret may come to the server on another way than by its Secret. In:
a dict of root, flag and variable.
*/}}
{{- define "backlinks.comesOtherwise" -}}
{{- $values := .root.Values }}
{{- $names := list }}
{{- range $values.extraEnv }}{{ $names = append $names .name }}{{ end }}
{{- if or (get $values.config .flag) $values.config.flagfile $values.extraEnvFrom (contains .flag (join " " $values.extraArgs)) (has .variable $names) }}yes{{ end }}
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

{{- define "backlinks.checkAutoscaling" -}}
{{- with .Values.autoscaling }}
{{- if .enabled }}
{{- if gt (int .minReplicas) (int .maxReplicas) }}
{{- fail "autoscaling.minReplicas is above autoscaling.maxReplicas" }}
{{- end }}
{{- if not (or .targetCPUUtilizationPercentage .targetActiveStreams) }}
{{- fail "autoscaling has no target: set targetCPUUtilizationPercentage or targetActiveStreams" }}
{{- end }}
{{- if and .targetCPUUtilizationPercentage (not (dig "requests" "cpu" "" $.Values.resources)) }}
{{- fail "autoscaling.targetCPUUtilizationPercentage is a part of resources.requests.cpu, which is not given" }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "backlinks.checkAlerts" -}}
{{- with .Values.prometheusRule }}
{{- if and .enabled (not .selector) (not $.Values.serviceMonitor.enabled) }}
{{- fail "prometheusRule.enabled: needs the targets of serviceMonitor.enabled, or in prometheusRule.selector the labels of other targets" }}
{{- end }}
{{- $names := list }}
{{- range (include "backlinks.alerts" $ | fromYaml).rules }}
{{- $names = append $names .alert }}
{{- end }}
{{- range .disabled }}
{{- if not (has . $names) }}
{{- fail (printf "prometheusRule.disabled: there is no alert %s, only %s" . (join ", " $names)) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
