{{/* What protects the gRPC port: TLS, client certificates, callers. */}}

{{/* Whether the port speaks TLS, by the values or by a flag alone. */}}
{{- define "backlinks.servesTls" -}}
{{- if or .Values.tls.enabled .Values.config.tls_cert_file }}yes{{ end }}
{{- end }}

{{- define "backlinks.hasCallers" -}}
{{- if or .Values.callers.existingSecret .Values.callers.file .Values.config.callers_file }}yes{{ end }}
{{- end }}

{{/* Whether clients without a certificate are rejected. */}}
{{- define "backlinks.requiresClientCert" -}}
{{- if eq (toString .Values.config.tls_require_client_cert) "true" }}yes{{ end }}
{{- end }}

{{/* Whether there is nothing to protect: rows that everyone has, and no keys. */}}
{{- define "backlinks.isDemo" -}}
{{- $unknown := or .Values.config.flagfile .Values.extraEnvFrom }}
{{- if not (or (include "backlinks.usesUpstream" .) .Values.config.embedded_data (include "backlinks.hasCallers" .) $unknown) }}yes{{ end }}
{{- end }}

{{/* The value of --insecure_listen; empty: not given. */}}
{{- define "backlinks.insecureListen" -}}
{{- $given := .Values.config.insecure_listen }}
{{- if not (or (kindIs "invalid" $given) (eq (toString $given) "")) }}
{{- toString $given }}
{{- else if and (include "backlinks.isDemo" .) (not (include "backlinks.servesTls" .)) }}
{{- print "true" }}
{{- end }}
{{- end }}

{{- define "backlinks.tlsSecret" -}}
{{- .Values.tls.existingSecret | default (printf "%s-tls" (include "backlinks.fullname" .)) }}
{{- end }}

{{- define "backlinks.callersSecret" -}}
{{- .Values.callers.existingSecret | default (printf "%s-callers" (include "backlinks.fullname" .)) }}
{{- end }}

{{/*
As YAML: the flags whose files the server reads again when they change, each
with its Secret or ConfigMap.
*/}}
{{- define "backlinks.reloadedFiles" -}}
{{- with .Values.upstreamToken }}
{{- if .existingSecret }}
upstream_token_file: {{ toJson . }}
{{- end }}
{{- end }}
{{- if .Values.tls.enabled }}
{{- $secret := include "backlinks.tlsSecret" . }}
tls_cert_file: {{ dict "existingSecret" $secret "existingSecretKey" "tls.crt" | toJson }}
tls_key_file: {{ dict "existingSecret" $secret "existingSecretKey" "tls.key" | toJson }}
{{- end }}
{{- with .Values.tls.clientCa }}
{{- if or .existingSecret .existingConfigMap }}
tls_client_ca_file: {{ dict "existingSecret" .existingSecret "existingConfigMap" .existingConfigMap "existingSecretKey" .key | toJson }}
{{- end }}
{{- end }}
{{- if or .Values.callers.existingSecret .Values.callers.file }}
{{- $key := empty .Values.callers.existingSecret | ternary "callers.yaml" .Values.callers.existingSecretKey }}
callers_file: {{ dict "existingSecret" (include "backlinks.callersSecret" .) "existingSecretKey" $key | toJson }}
{{- end }}
{{- end }}

{{/* Of a grpcurl through a port that kubectl forwards. */}}
{{- define "backlinks.grpcurlOptions" -}}
{{- if include "backlinks.servesTls" . }}
{{- printf "-cacert ca.crt -authority %s.%s.svc" (include "backlinks.fullname" .) .Release.Namespace }}
{{- else }}
{{- print "-plaintext" }}
{{- end }}
{{- if include "backlinks.hasCallers" . }}
{{- print " -H \"authorization: Bearer $BACKLINKS_API_KEY\"" }}
{{- end }}
{{- end }}

{{/* The application protocol of the port of gRPC. */}}
{{- define "backlinks.appProtocol" -}}
{{- .Values.service.appProtocol | default (include "backlinks.servesTls" . | empty | ternary "kubernetes.io/h2c" "https") }}
{{- end }}

{{/* As JSON: the names by which clients in the cluster reach the servers. */}}
{{- define "backlinks.dnsNames" -}}
{{- $names := list }}
{{- range list (include "backlinks.fullname" .) (include "backlinks.headlessName" .) }}
{{- $inNamespace := printf "%s.%s" . $.Release.Namespace }}
{{- $names = concat $names (list . $inNamespace (printf "%s.svc" $inNamespace) (printf "%s.svc.cluster.local" $inNamespace)) }}
{{- end }}
{{- toJson $names }}
{{- end }}
