{{/* Rejects objects that the API server would, or that could not work. */}}
{{- define "backlinks.checkObjects" -}}
{{- include "backlinks.checkService" . }}
{{- include "backlinks.checkTargetPort" . }}
{{- include "backlinks.checkAutoscaling" . }}
{{- include "backlinks.checkBudget" . }}
{{- include "backlinks.checkIngress" . }}
{{- include "backlinks.checkMonitoring" . }}
{{- end }}

{{- define "backlinks.checkService" -}}
{{- with .Values.service }}
{{- range list "nodePort" "externalTrafficPolicy" }}
{{- if and (get $.Values.service .) (eq $.Values.service.type "ClusterIP") }}
{{- fail (printf "service.%s: must not be set where service.type is ClusterIP" .) }}
{{- end }}
{{- end }}
{{- range list "loadBalancerClass" "loadBalancerSourceRanges" }}
{{- if and (get $.Values.service .) (ne $.Values.service.type "LoadBalancer") }}
{{- fail (printf "service.%s: must not be set unless service.type is LoadBalancer" .) }}
{{- end }}
{{- end }}
{{- if and .sessionAffinityConfig (ne .sessionAffinity "ClientIP") }}
{{- fail "service.sessionAffinityConfig: must not be set unless service.sessionAffinity is ClientIP" }}
{{- end }}
{{- if and (gt (len .ipFamilies) 1) (has .ipFamilyPolicy (list "" "SingleStack")) }}
{{- fail "service.ipFamilies: must be one unless service.ipFamilyPolicy is PreferDualStack or RequireDualStack" }}
{{- end }}
{{- end }}
{{- end }}

{{/* A name is that of a port of the server, or of a container beside it. */}}
{{- define "backlinks.checkTargetPort" -}}
{{- $names := list "grpc" "http-metrics" }}
{{- range .Values.extraContainers }}
{{- range .ports }}
{{- $names = append $names .name }}
{{- end }}
{{- end }}
{{- with .Values.service.targetPort }}
{{- if and (kindIs "string" .) (not (has . $names)) }}
{{- fail (printf "service.targetPort: no container has a port named %s" .) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "backlinks.checkAutoscaling" -}}
{{- with .Values.autoscaling }}
{{- if .enabled }}
{{- if gt (int .minReplicas) (int .maxReplicas) }}
{{- fail "autoscaling.minReplicas is above autoscaling.maxReplicas" }}
{{- end }}
{{- if not (or .targetCPUUtilizationPercentage .targetActiveStreams) }}
{{- fail "autoscaling has no target: set targetCPUUtilizationPercentage or targetActiveStreams" }}
{{- end }}
{{- if and .targetCPUUtilizationPercentage (not (dig "requests" "cpu" "" $.Values.resources)) }}
{{- fail "autoscaling.targetCPUUtilizationPercentage is a part of resources.requests.cpu, which is not given" }}
{{- end }}
{{- $most := include "backlinks.maxStreams" $ | int }}
{{- if gt (default 0 .targetActiveStreams | int) $most }}
{{- fail (printf "autoscaling.targetActiveStreams: must not be above config.max_streams, which is %d, got %d" $most (int .targetActiveStreams)) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* How many of a number of pods a number or percent is, rounded up. */}}
{{- define "backlinks.shareOf" -}}
{{- $share := toString .share }}
{{- if hasSuffix "%" $share }}
{{- divf (mulf (trimSuffix "%" $share | float64) (float64 .pods)) 100 | ceil | int }}
{{- else }}
{{- int $share }}
{{- end }}
{{- end }}

{{/* A budget that allows no disruption keeps every node from being drained. */}}
{{- define "backlinks.checkBudget" -}}
{{- $pods := include "backlinks.minReplicas" . | int }}
{{- with .Values.podDisruptionBudget }}
{{- if and .enabled (gt $pods 1) }}
{{- if kindIs "invalid" .minAvailable }}
{{- if has (toString .maxUnavailable) (list "0" "0%") }}
{{- fail "podDisruptionBudget.maxUnavailable: must not be 0, or no node of a server can be drained" }}
{{- end }}
{{- else if ge (include "backlinks.shareOf" (dict "share" .minAvailable "pods" $pods) | int) $pods }}
{{- fail (printf "podDisruptionBudget.minAvailable: must be less than the least servers, which are %d, or no node of a server can be drained; got %v" $pods .minAvailable) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "backlinks.checkIngress" -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) }}
{{- fail "ingress.hosts: must have at least one host" }}
{{- end }}
{{- end }}

{{- define "backlinks.checkMonitoring" -}}
{{- with .Values.serviceMonitor }}
{{- if and .enabled .scrapeTimeout (gt (include "backlinks.seconds" .scrapeTimeout | int) (include "backlinks.seconds" (default "1m" .interval) | int)) }}
{{- fail "serviceMonitor.scrapeTimeout: must not be above serviceMonitor.interval" }}
{{- end }}
{{- end }}
{{- with .Values.prometheusRule }}
{{- if and .enabled (not .selector) (not $.Values.serviceMonitor.enabled) }}
{{- fail "prometheusRule.enabled: needs the targets of serviceMonitor.enabled, or in prometheusRule.selector the labels of other targets" }}
{{- end }}
{{- $names := list }}
{{- range (include "backlinks.alerts" $ | fromYaml).rules }}
{{- $names = append $names .alert }}
{{- end }}
{{- range .disabled }}
{{- if not (has . $names) }}
{{- fail (printf "prometheusRule.disabled: there is no alert %s, only %s" . (join ", " $names)) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
