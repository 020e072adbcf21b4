{{/* Rejects a gRPC port that would be open by mistake, and half of TLS. */}}
{{- define "backlinks.checkTls" -}}
{{- include "backlinks.checkCertificate" . }}
{{- include "backlinks.checkClientCertificates" . }}
{{- include "backlinks.checkListen" . }}
{{- include "backlinks.checkCallers" . }}
{{- include "backlinks.checkBackendProtocol" . }}
{{- end }}

{{- define "backlinks.checkCertificate" -}}
{{- with .Values.tls }}
{{- if .enabled }}
{{- if and .existingSecret .certManager.enabled }}
{{- fail (printf "tls.existingSecret %s and tls.certManager.enabled are both given; say one" .existingSecret) }}
{{- end }}
{{- if not (or .existingSecret .certManager.enabled) }}
{{- fail "tls.enabled: needs a certificate, from tls.existingSecret or tls.certManager.enabled" }}
{{- end }}
{{- if and .certManager.enabled (not .certManager.issuerRef.name) }}
{{- fail "tls.certManager.issuerRef.name: must be set to the issuer of the certificate" }}
{{- end }}
{{- else }}
{{- range $name, $given := dict "existingSecret" .existingSecret "certManager.enabled" .certManager.enabled }}
{{- if $given }}
{{- fail (printf "tls.%s: has no effect without tls.enabled" $name) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- if ne (empty .Values.config.tls_cert_file) (empty .Values.config.tls_key_file) }}
{{- fail "config.tls_cert_file and config.tls_key_file: must be set together" }}
{{- end }}
{{- end }}

{{- define "backlinks.checkClientCertificates" -}}
{{- $ca := or .Values.tls.clientCa.existingSecret .Values.tls.clientCa.existingConfigMap .Values.config.tls_client_ca_file }}
{{- if and .Values.tls.clientCa.existingSecret .Values.tls.clientCa.existingConfigMap }}
{{- fail "tls.clientCa.existingSecret and tls.clientCa.existingConfigMap are both given; say one" }}
{{- end }}
{{- if and $ca (not (include "backlinks.servesTls" .)) }}
{{- fail "tls.clientCa: client certificates need tls.enabled" }}
{{- end }}
{{- if and (include "backlinks.requiresClientCert" .) (not $ca) }}
{{- fail "config.tls_require_client_cert: needs the certificates that verify clients; set tls.clientCa" }}
{{- end }}
{{- end }}

{{/* The server does not start without TLS on an address that others reach. */}}
{{- define "backlinks.checkListen" -}}
{{- $insecure := include "backlinks.insecureListen" . }}
{{- if include "backlinks.servesTls" . }}
{{- if eq $insecure "true" }}
{{- fail "config.insecure_listen: true and TLS are both given; say one" }}
{{- end }}
{{- else if ne $insecure "true" }}
{{- $otherwise := include "backlinks.comesOtherwise" (dict "root" . "flag" "tls_cert_file" "variable" "BACKLINKS_TLS_CERT_FILE") }}
{{- if not (and (empty $insecure) $otherwise) }}
{{- fail "gRPC without TLS: set tls.enabled, or config.insecure_listen: true where a mesh or a proxy encrypts" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "backlinks.checkCallers" -}}
{{- with .Values.callers }}
{{- if and .file .existingSecret }}
{{- fail (printf "callers.file and callers.existingSecret %s are both given; say one" .existingSecret) }}
{{- end }}
{{- if regexMatch "blk_[0-9A-Za-z]{20}" .file }}
{{- fail "callers.file: has a key; it must have the SHA-256 of keys only, which `backlinks keys new` prints" }}
{{- end }}
{{- with get (fromYaml .file) "Error" }}
{{- fail (printf "callers.file: must be a map in YAML: %s" (. | replace "\n" " ")) }}
{{- end }}
{{- end }}
{{- end }}

{{/* nginx takes the protocol from an annotation. */}}
{{- define "backlinks.checkBackendProtocol" -}}
{{- $annotation := "nginx.ingress.kubernetes.io/backend-protocol" }}
{{- $protocol := get .Values.ingress.annotations $annotation | upper }}
{{- $right := include "backlinks.servesTls" . | empty | ternary "GRPC" "GRPCS" }}
{{- if and .Values.ingress.enabled (has $protocol (list "GRPC" "GRPCS")) (ne $protocol $right) (not .Values.service.targetPort) }}
{{- fail (printf "ingress.annotations: %s must be %s %s TLS on the server, got %s" $annotation $right (eq $right "GRPCS" | ternary "with" "without") $protocol) }}
{{- end }}
{{- with .Values.grpcRoute.backendTls }}
{{- if and .enabled (not (include "backlinks.servesTls" $)) }}
{{- fail "grpcRoute.backendTls.enabled: needs tls.enabled" }}
{{- end }}
{{- if and .enabled (not (or .caCertificateRefs .wellKnownCACertificates)) }}
{{- fail "grpcRoute.backendTls: must have caCertificateRefs or wellKnownCACertificates" }}
{{- end }}
{{- end }}
{{- end }}
