{{/* Parts of the pod. */}}

{{/*
A Secret that the cluster does not show, as with helm template, has no sum.
*/}}
{{- define "backlinks.secretSums" -}}
{{- range $flag, $secret := include "backlinks.secretFiles" . | fromYaml }}
{{- $found := lookup "v1" "Secret" $.Release.Namespace $secret.existingSecret }}
{{- with dig "data" $secret.existingSecretKey "" $found }}
checksum/{{ $flag }}: {{ sha256sum . }}
{{- end }}
{{- end }}
{{- end }}

{{/* In: a dict of the probe and the port. */}}
{{- define "backlinks.probe" -}}
grpc:
  port: {{ .port }}
  {{- with .probe.service }}
  service: {{ . }}
  {{- end }}
{{ omit .probe "enabled" "service" | toYaml }}
{{- end }}

{{- define "backlinks.env" -}}
{{- if and (dig "limits" "cpu" "" .Values.resources) (kindIs "invalid" .Values.config.threads) }}
- name: BACKLINKS_THREADS
  valueFrom:
    resourceFieldRef:
      containerName: server
      resource: limits.cpu
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "backlinks.secretVolume" -}}
{{- with include "backlinks.secretFiles" . | fromYaml }}
- name: secrets
  projected:
    defaultMode: 288 # 0440
    sources:
      {{- range $flag, $secret := . }}
      - secret:
          name: {{ $secret.existingSecret }}
          items:
            - key: {{ $secret.existingSecretKey }}
              path: {{ $flag }}
      {{- end }}
{{- end }}
{{- end }}

{{/* Each with the selector of this release's pods, where it has none. */}}
{{- define "backlinks.spread" -}}
{{- $own := dict
    "labelSelector" (dict "matchLabels" (include "backlinks.selectorLabels" . | fromYaml))
    "matchLabelKeys" (list "pod-template-hash") }}
{{- range .Values.topologySpreadConstraints }}
- {{ hasKey . "labelSelector" | ternary . (merge (deepCopy .) $own) | toYaml | nindent 2 | trim }}
{{- end }}
{{- end }}
