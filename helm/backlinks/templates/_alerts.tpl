{{/* As YAML: the labels of this release's targets in Prometheus. */}}
{{- define "backlinks.targets" -}}
{{- $own := dict "namespace" .Release.Namespace "service" (include "backlinks.headlessName" .) }}
{{- default $own .Values.prometheusRule.selector | toYaml }}
{{- end }}

{{/* As YAML: files/alerts.yaml with what its @NAME@ stand for. */}}
{{- define "backlinks.alerts" -}}
{{- $text := .Files.Get "files/alerts.yaml" }}
{{- $selector := list }}
{{- range $name, $value := include "backlinks.targets" . | fromYaml }}
{{- $selector = append $selector (printf "%s=%q" $name $value) }}
{{- end }}
{{- $text = $text | replace "@selector@" (join "," $selector) }}
{{- $text = $text | replace "@replicas@" (include "backlinks.minReplicas" .) }}
{{- range $name, $value := .Values.prometheusRule.thresholds }}
{{- $text = $text | replace (printf "@%s@" $name) (toString $value) }}
{{- end }}
{{- $text }}
{{- end }}
