{{/*
Gives every value that is missing its default: blocks that were set to null, and
values that were kept from an older chart (helm upgrade --reuse-values). A value
that may be null stays so. files/defaults.yaml is made of values.yaml, which
templates cannot read.

The security contexts are filled only as a whole: a field that the operator set
to null, such as runAsUser on OpenShift, stays absent.
*/}}
{{- define "backlinks.defaults" -}}
{{- include "backlinks.fill" (dict "values" .Values "defaults" (include "backlinks.allDefaults" . | fromYaml)) }}
{{- end }}

{{- define "backlinks.allDefaults" -}}
{{ .Files.Get "files/defaults.yaml" }}
{{- end }}

{{/* In: a dict of values, which is changed, and defaults. */}}
{{- define "backlinks.fill" -}}
{{- range $key, $default := .defaults }}
{{- $value := index $.values $key }}
{{- $whole := has $key (list "podSecurityContext" "securityContext") }}
{{- if and (kindIs "map" $value) (kindIs "map" $default) (not $whole) }}
{{- include "backlinks.fill" (dict "values" $value "defaults" $default) }}
{{- else if and (kindIs "invalid" $value) (not (kindIs "invalid" $default)) }}
{{- $_ := set $.values $key (kindIs "map" $default | ternary (deepCopy $default) $default) }}
{{- end }}
{{- end }}
{{- end }}

{{/* As JSON: the names of all flags that are values. */}}
{{- define "backlinks.flags" -}}
{{- (include "backlinks.allDefaults" . | fromYaml).config | keys | sortAlpha | toJson }}
{{- end }}
