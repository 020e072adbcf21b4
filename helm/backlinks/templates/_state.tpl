{{/* Where budgets are kept. */}}

{{/* Whether config.state is Redis that is reached by TCP: one server, or Sentinels. */}}
{{- define "backlinks.stateIsRedis" -}}
{{- if regexMatch "^rediss?(\\+sentinel)?:" (default "" .Values.config.state) }}yes{{ end }}
{{- end }}

{{- define "backlinks.stateHasSentinels" -}}
{{- if regexMatch "^rediss?\\+sentinel:" (default "" .Values.config.state) }}yes{{ end }}
{{- end }}

{{/* The ports of Redis and its Sentinels, with spaces between them; empty: there are none, or it is a flag that is not a value. */}}
{{- define "backlinks.statePorts" -}}
{{- $ports := list }}
{{- if or .Values.state.existingSecret (include "backlinks.stateHasSentinels" .) }}
{{- $ports = list (toString .Values.networkPolicy.statePort) }}
{{- end }}
{{- if .Values.state.existingSecret }}
{{- range .Values.networkPolicy.sentinelPorts }}
{{- $ports = append $ports (toString .) }}
{{- end }}
{{- else if include "backlinks.stateIsRedis" . }}
{{- $default := eq "yes" (include "backlinks.stateHasSentinels" .) | ternary "26379" "6379" }}
{{- range splitList "," (regexReplaceAll "^[^:]*://([^/@]*@)?([^/]*).*$" .Values.config.state "${2}") }}
{{- $ports = append $ports (regexFind ":[0-9]+$" . | trimPrefix ":" | default $default) }}
{{- end }}
{{- end }}
{{- uniq $ports | join " " }}
{{- end }}

{{/* Whether each server has a state of its own. */}}
{{- define "backlinks.stateInMemory" -}}
{{- $otherwise := include "backlinks.comesOtherwise" (dict "root" . "flag" "state" "variable" "BACKLINKS_STATE") }}
{{- if not (or .Values.state.existingSecret $otherwise) }}yes{{ end }}
{{- end }}

{{/* Rejects a state that servers cannot share, and secrets that nothing uses. */}}
{{- define "backlinks.checkState" -}}
{{- $state := default "" .Values.config.state }}
{{- with .Values.state.existingSecret }}
{{- if $state }}
{{- fail (printf "config.state and the Secret %s are both given; say one" .) }}
{{- end }}
{{- end }}
{{- if regexMatch "^[a-z+]+://[^/@]*:[^/@]+@" $state }}
{{- fail "config.state: has a password, which everyone sees who may read the Deployment; set statePassword.existingSecret, or put the URL into state.existingSecret" }}
{{- end }}
{{- if and (hasPrefix "sqlite:" $state) (gt (include "backlinks.mostReplicas" . | int) 1) }}
{{- fail (printf "config.state: a SQLite file must be of one server, as pods may be on different hosts; got up to %s. Use a Redis server" (include "backlinks.mostReplicas" .)) }}
{{- end }}
{{- include "backlinks.checkStateSecrets" . }}
{{- end }}

{{- define "backlinks.checkStateSecrets" -}}
{{- $unknown := or .Values.state.existingSecret .Values.config.flagfile .Values.extraEnvFrom }}
{{- $state := default "" .Values.config.state }}
{{- $tls := or $unknown (regexMatch "^rediss(\\+sentinel)?:" $state) }}
{{- $redis := or $unknown (regexMatch "^(rediss?(\\+sentinel)?|unix):" $state) }}
{{- range $name, $works := dict "statePassword" $redis "stateCa" $tls }}
{{- if and (get $.Values $name).existingSecret (not $works) }}
{{- fail (printf "%s.existingSecret: has no effect without a config.state of %s" $name (eq $name "stateCa" | ternary "rediss:// or rediss+sentinel://" "Redis, such as redis://host")) }}
{{- end }}
{{- end }}
{{- end }}
