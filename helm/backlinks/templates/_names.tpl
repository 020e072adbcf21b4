{{- define "backlinks.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Short enough for what the names of other objects append. */}}
{{- define "backlinks.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- $name := include "backlinks.name" . }}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) }}
{{- $full | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "backlinks.headlessName" -}}
{{ include "backlinks.fullname" . }}-headless
{{- end }}

{{- define "backlinks.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "backlinks.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* As other charts have it, the registry of global wins. */}}
{{- define "backlinks.image" -}}
{{- with .Values.image }}
{{- $registry := dig "imageRegistry" "" (default dict $.Values.global) | default .registry }}
{{- $name := empty $registry | ternary .repository (printf "%s/%s" $registry .repository) }}
{{- if .digest }}
{{- printf "%s@%s" $name .digest }}
{{- else }}
{{- printf "%s:%s" $name (default $.Chart.AppVersion .tag) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Those of global and of this chart, each once; global may have names alone. */}}
{{- define "backlinks.imagePullSecrets" -}}
{{- $names := list }}
{{- range concat (dig "imagePullSecrets" list (default dict .Values.global) | default list) .Values.imagePullSecrets }}
{{- $names = append $names (kindIs "string" . | ternary . (get (kindIs "map" . | ternary . dict) "name")) }}
{{- end }}
{{- with uniq $names }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "backlinks.selectorLabels" -}}
app.kubernetes.io/name: {{ include "backlinks.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "backlinks.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "backlinks.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: backlinks
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
The metadata of an object. In: a dict of root, and optionally name, namespace,
labels, annotations and component.
*/}}
{{- define "backlinks.metadata" -}}
{{- $root := .root -}}
name: {{ default (include "backlinks.fullname" $root) .name }}
namespace: {{ default $root.Release.Namespace .namespace }}
{{- $labels := include "backlinks.labels" $root | fromYaml }}
{{- with .component }}
{{- $_ := set $labels "app.kubernetes.io/component" . }}
{{- end }}
labels:
  {{- mergeOverwrite $labels (default dict .labels) | toYaml | nindent 2 }}
{{- with mergeOverwrite (deepCopy $root.Values.commonAnnotations) (default dict .annotations) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
