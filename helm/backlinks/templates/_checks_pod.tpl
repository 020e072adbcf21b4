{{/* Rejects a pod that the API server or the kubelet would. */}}
{{- define "backlinks.checkPod" -}}
{{- include "backlinks.checkStrategy" . }}
{{- include "backlinks.checkGracePeriod" . }}
{{- include "backlinks.checkResources" . }}
{{- include "backlinks.checkSecurity" . }}
{{- include "backlinks.checkContainers" . }}
{{- include "backlinks.checkVolumes" . }}
{{- end }}

{{- define "backlinks.checkStrategy" -}}
{{- with .Values.strategy.rollingUpdate }}
{{- $none := list "0" "0%" }}
{{- if and (eq $.Values.strategy.type "RollingUpdate") (has (toString .maxSurge) $none) (has (toString .maxUnavailable) $none) }}
{{- fail "strategy.rollingUpdate: maxSurge and maxUnavailable must not both be 0, or no pod can be replaced" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "backlinks.checkGracePeriod" -}}
{{- $least := include "backlinks.drainSeconds" . | int }}
{{- with .Values.terminationGracePeriodSeconds }}
{{- if lt (int .) $least }}
{{- fail (printf "terminationGracePeriodSeconds: must be at least %d, which is lifecycle.preStop.sleep, config.drain_delay and config.drain_grace together, got %d" $least (int .)) }}
{{- end }}
{{- end }}
{{- end }}

{{/* A quantity of Kubernetes as a number: 250m, 1Gi, 1e3. */}}
{{- define "backlinks.quantity" -}}
{{- $units := dict "m" 0.001 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "P" 1e15 "E" 1e18 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 "Pi" 1125899906842624 "Ei" 1152921504606846976 }}
{{- $text := toString . }}
{{- $unit := regexFind "(m|k|[KMGTPE]i?)$" $text }}
{{- $number := trimSuffix $unit $text | float64 }}
{{- printf "%f" (empty $unit | ternary $number (mulf $number (get $units $unit))) }}
{{- end }}

{{- define "backlinks.checkResources" -}}
{{- $limits := default dict .Values.resources.limits }}
{{- range $name, $request := default dict .Values.resources.requests }}
{{- $limit := index $limits $name }}
{{- if not (kindIs "invalid" $limit) }}
{{- if gt (include "backlinks.quantity" $request | float64) (include "backlinks.quantity" $limit | float64) }}
{{- fail (printf "resources.requests.%s: must not be above resources.limits.%s, which is %v, got %v" $name $name $limit $request) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "backlinks.checkSecurity" -}}
{{- with mergeOverwrite (deepCopy .Values.podSecurityContext) .Values.securityContext }}
{{- if and .runAsNonRoot (hasKey . "runAsUser") (eq (toString .runAsUser) "0") }}
{{- fail "runAsUser: 0 is root, which runAsNonRoot: true forbids; both are in podSecurityContext or securityContext" }}
{{- end }}
{{- $added := dig "capabilities" "add" list . | default list }}
{{- if and (eq (toString .allowPrivilegeEscalation) "false") (or .privileged (has "SYS_ADMIN" $added) (has "CAP_SYS_ADMIN" $added)) }}
{{- fail "securityContext.allowPrivilegeEscalation: must be true for a container that is privileged or has SYS_ADMIN" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "backlinks.checkContainers" -}}
{{- $names := list "server" }}
{{- range concat .Values.extraContainers .Values.initContainers }}
{{- $names = append $names .name }}
{{- end }}
{{- include "backlinks.checkUnique" (dict "where" "extraContainers and initContainers" "what" "the container" "names" $names) }}
{{- end }}

{{- define "backlinks.checkVolumes" -}}
{{- $names := list "tmp" }}
{{- $paths := list "/tmp" }}
{{- if include "backlinks.mountedFiles" . | trim }}
{{- $names = append $names "secrets" }}
{{- $paths = append $paths "/etc/backlinks/secrets" }}
{{- end }}
{{- range .Values.extraVolumes }}
{{- $names = append $names .name }}
{{- end }}
{{- range .Values.extraVolumeMounts }}
{{- $paths = append $paths (clean .mountPath) }}
{{- if not (has .name $names) }}
{{- fail (printf "extraVolumeMounts: %s must be the name of a volume in extraVolumes" .name) }}
{{- end }}
{{- end }}
{{- include "backlinks.checkUnique" (dict "where" "extraVolumes" "what" "the volume" "names" $names) }}
{{- include "backlinks.checkUnique" (dict "where" "extraVolumeMounts" "what" "a mount on" "names" $paths) }}
{{- end }}
