{{/* Where budgets are kept. */}}

{{/* Whether config.state is a Redis server that is reached by TCP. */}}
{{- define "backlinks.stateIsRedis" -}}
{{- if regexMatch "^rediss?:" (default "" .Values.config.state) }}yes{{ end }}
{{- end }}

{{/* The port of Redis; empty: there is none, or it is a flag that is not a value. */}}
{{- define "backlinks.statePort" -}}
{{- if .Values.state.existingSecret }}
{{- print .Values.networkPolicy.statePort }}
{{- else if include "backlinks.stateIsRedis" . }}
{{- regexFind ":[0-9]+$" (urlParse .Values.config.state).host | trimPrefix ":" | default "6379" }}
{{- end }}
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
{{- if regexMatch "^[a-z]+://[^/@]*:[^/@]+@" $state }}
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
{{- $tls := or $unknown (hasPrefix "rediss:" $state) }}
{{- $redis := or $unknown (regexMatch "^(rediss?|unix):" $state) }}
{{- range $name, $works := dict "statePassword" $redis "stateCa" $tls }}
{{- if and (get $.Values $name).existingSecret (not $works) }}
{{- fail (printf "%s.existingSecret: has no effect without a config.state of %s" $name (eq $name "stateCa" | ternary "rediss://" "redis:// or rediss://")) }}
{{- end }}
{{- end }}
{{- end }}
