{{/* What is derived from the server's flags. */}}

{{/* The port of a HOST:PORT. */}}
{{- define "backlinks.port" -}}
{{- splitList ":" . | last }}
{{- end }}

{{- define "backlinks.grpcPort" -}}
{{- include "backlinks.port" .Values.config.listen }}
{{- end }}

{{- define "backlinks.adminPort" -}}
{{- include "backlinks.port" .Values.config.admin_listen }}
{{- end }}

{{- define "backlinks.usesUpstream" -}}
{{- if not (has .Values.config.upstream (list "" "embedded" nil)) }}yes{{ end }}
{{- end }}

{{/* The port an upstream listens on: its URL's, else its scheme's. */}}
{{- define "backlinks.upstreamPort" -}}
{{- $url := urlParse (default "https://upstream" .Values.config.upstream_url) }}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" }}
{{- $port | default (eq $url.scheme "http" | ternary "80" "443") }}
{{- end }}

{{/* Seconds, rounded up, of a duration as Abseil writes it: 30s, 1m30s, 200ms. */}}
{{- define "backlinks.seconds" -}}
{{- $units := dict "h" 3600 "m" 60 "s" 1 "ms" 0.001 "us" 0.000001 "ns" 0.000000001 }}
{{- $text := toString (default 0 .) }}
{{- $text = regexMatch "^[0-9]+$" $text | ternary (printf "%ss" $text) $text }}
{{- $sum := 0.0 }}
{{- range regexFindAll "[0-9.]+(h|ms|us|ns|m|s)" $text -1 }}
{{- $unit := regexFind "[a-z]+" . }}
{{- $sum = addf $sum (mulf (trimSuffix $unit . | float64) (get $units $unit)) }}
{{- end }}
{{- ceil $sum | int64 }}
{{- end }}

{{/* Seconds of a flag that is a duration. In: a dict of value and default. */}}
{{- define "backlinks.flagSeconds" -}}
{{- $given := not (or (kindIs "invalid" .value) (eq (toString .value) "")) }}
{{- include "backlinks.seconds" ($given | ternary .value .default) }}
{{- end }}

{{/* Seconds from SIGTERM to the last call's end; the defaults are the server's. */}}
{{- define "backlinks.drainSeconds" -}}
{{- $delay := include "backlinks.flagSeconds" (dict "value" .Values.config.drain_delay "default" "0") }}
{{- $grace := include "backlinks.flagSeconds" (dict "value" .Values.config.drain_grace "default" "30s") }}
{{- add $delay $grace (dig "preStop" "sleep" "seconds" 0 .Values.lifecycle) }}
{{- end }}

{{- define "backlinks.gracePeriod" -}}
{{- default (add (include "backlinks.drainSeconds" .) 15) .Values.terminationGracePeriodSeconds }}
{{- end }}

{{/* The default is the server's. */}}
{{- define "backlinks.maxStreams" -}}
{{- default 256 .Values.config.max_streams | int64 }}
{{- end }}

{{/* The least servers there are. */}}
{{- define "backlinks.minReplicas" -}}
{{- .Values.autoscaling.enabled | ternary .Values.autoscaling.minReplicas .Values.replicaCount }}
{{- end }}

{{/* The most servers there are. */}}
{{- define "backlinks.mostReplicas" -}}
{{- .Values.autoscaling.enabled | ternary .Values.autoscaling.maxReplicas .Values.replicaCount }}
{{- end }}

{{/*
As YAML: the flags that are files of a Secret and are read at the start, each
with that Secret.
*/}}
{{- define "backlinks.secretFiles" -}}
{{- $files := dict "token_key_file" .Values.tokenKey "upstream_ca_file" .Values.upstreamCa "otlp_ca_file" .Values.otlpCa "state_password_file" .Values.statePassword "state_ca_file" .Values.stateCa }}
{{- range $flag, $secret := $files }}
{{- if $secret.existingSecret }}
{{ $flag }}: {{ toJson $secret }}
{{- end }}
{{- end }}
{{- end }}

{{/* As YAML: the same, with those that the server reads again. */}}
{{- define "backlinks.mountedFiles" -}}
{{- include "backlinks.secretFiles" . }}
{{- include "backlinks.reloadedFiles" . }}
{{- end }}

{{/* As YAML: every flag that is given, in the order of the alphabet. */}}
{{- define "backlinks.args" -}}
{{- $flags := dict }}
{{- range $flag, $value := .Values.config }}
{{- if not (or (kindIs "invalid" $value) (eq (toString $value) "")) }}
{{- $_ := set $flags $flag (kindIs "float64" $value | ternary (printf "%.0f" (float64 $value)) $value) }}
{{- end }}
{{- end }}
{{- with include "backlinks.insecureListen" . }}
{{- $_ := set $flags "insecure_listen" . }}
{{- end }}
{{- range $flag, $_ := include "backlinks.mountedFiles" . | fromYaml }}
{{- $_ := set $flags $flag (printf "/etc/backlinks/secrets/%s" $flag) }}
{{- end }}
{{- range $flag, $value := $flags }}
- {{ printf "--%s=%v" $flag $value | quote }}
{{- end }}
{{- with .Values.extraArgs }}
{{ toYaml . }}
{{- end }}
{{- end }}
