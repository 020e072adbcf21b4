{{/* Parts of the pod. */}}

{{/*
Of what the server reads at its start alone: a change restarts it. A
Secret that the cluster does not show, as with helm template, has no sum.
*/}}
{{- define "backlinks.secretSums" -}}
{{- $secrets := include "backlinks.secretFiles" . | fromYaml | default dict }}
{{- if .Values.state.existingSecret }}
{{- $_ := set $secrets "state" .Values.state }}
{{- end }}
{{- range $flag, $secret := $secrets }}
{{- $found := lookup "v1" "Secret" $.Release.Namespace $secret.existingSecret }}
{{- with dig "data" $secret.existingSecretKey "" $found }}
checksum/{{ $flag }}: {{ sha256sum . }}
{{- end }}
{{- end }}
{{- end }}

{{/*
By HTTP on the port of the metrics: the kubelet's gRPC probes know no TLS, and
the port of gRPC is one that callers can fill. In: a dict of the probe and path.
*/}}
{{- define "backlinks.probe" -}}
httpGet:
  path: {{ .path }}
  port: http-metrics
{{ omit .probe "enabled" | toYaml }}
{{- end }}

{{- define "backlinks.env" -}}
{{- if and (dig "limits" "cpu" "" .Values.resources) (kindIs "invalid" .Values.config.threads) }}
- name: BACKLINKS_THREADS
  valueFrom:
    resourceFieldRef:
      containerName: server
      resource: limits.cpu
{{- end }}
{{- with .Values.state }}
{{- if .existingSecret }}
- name: BACKLINKS_STATE
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .existingSecretKey }}
{{- end }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
One volume, so that a certificate and its key change at the same moment. Never
mounted by subPath, which would keep the first contents.
*/}}
{{- define "backlinks.secretVolume" -}}
{{- with include "backlinks.mountedFiles" . | fromYaml }}
- name: secrets
  projected:
    defaultMode: 288 # 0440
    sources:
      {{- range $flag, $source := . }}
      - {{ empty $source.existingSecret | ternary "configMap" "secret" }}:
          name: {{ $source.existingSecret | default $source.existingConfigMap }}
          items:
            - key: {{ $source.existingSecretKey }}
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
