{{/* Whether the cluster is OpenShift, as the values say. */}}
{{- define "tigera-operator.isOpenShift" -}}
{{- if eq (lower (default "" .Values.installation.kubernetesProvider)) "openshift" }}true{{ end }}
{{- end }}

{{/* Labels of the chart's objects. */}}
{{- define "tigera-operator.labels" -}}
k8s-app: tigera-operator
{{- with .Values.additionalLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Reference of the operator's image. */}}
{{- define "tigera-operator.image" -}}
{{- with .Values.tigeraOperator -}}
{{- with .registry }}{{ trimSuffix "/" . }}/{{ end }}{{ .image }}:{{ .version }}{{ with .digest }}@{{ . }}{{ end }}
{{- end -}}
{{- end }}

{{/* Names of pull secrets, as a list in JSON: those that exist, then those that the chart makes. */}}
{{- define "tigera-operator.pullSecrets" -}}
{{- $references := default list .Values.installation.imagePullSecrets -}}
{{- range $name := keys .Values.imagePullSecrets | sortAlpha -}}
{{- $references = append $references (dict "name" $name) -}}
{{- end -}}
{{- toJson $references -}}
{{- end }}

{{/* The spec of a custom resource: its values but `enabled`. */}}
{{- define "tigera-operator.spec" -}}
spec:
{{- with omit . "enabled" }}
  {{- toYaml . | nindent 2 }}
{{- else }} {}
{{- end }}
{{- end }}

{{/* Where the API server is, for each container that has to reach it. */}}
{{- define "tigera-operator.serviceEndpoint" -}}
- configMapRef:
    name: kubernetes-services-endpoint
    optional: true
{{- end }}

{{/* Scheduling that the operator and the Jobs of the chart share. */}}
{{- define "tigera-operator.scheduling" -}}
hostNetwork: {{ .Values.hostNetwork }}
dnsPolicy: {{ default (ternary "ClusterFirstWithHostNet" "ClusterFirst" .Values.hostNetwork) .Values.dnsPolicy }}
{{- range $field := list "dnsConfig" "nodeSelector" "tolerations" "affinity" "priorityClassName" }}
{{- with index $.Values $field }}
{{ $field }}:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- with .Values.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The flavour of Calico's CRDs that FelixConfiguration is written in: that of the cluster, or as the operator's environment says. */}}
{{- define "tigera-operator.felixApiVersion" -}}
{{- $crds := "apiextensions.k8s.io/v1" -}}
{{- $chosen := "" -}}
{{- range .Values.tigeraOperator.env }}{{ if eq .name "CALICO_API_GROUP" }}{{ $chosen = .value }}{{ end }}{{ end -}}
{{- if or (eq $chosen "projectcalico.org/v3") (lookup $crds "CustomResourceDefinition" "" "felixconfigurations.projectcalico.org") -}}
projectcalico.org/v3
{{- else -}}
crd.projectcalico.org/v1
{{- end -}}
{{- end }}

{{/* Stops with the way out where a cluster that can be asked has none of Calico's CRDs yet. */}}
{{- define "tigera-operator.requireFelixCrd" -}}
{{- $crds := "apiextensions.k8s.io/v1" -}}
{{- if lookup "v1" "Namespace" "" "kube-system" -}}
{{- if not (or (lookup $crds "CustomResourceDefinition" "" "felixconfigurations.projectcalico.org") (lookup $crds "CustomResourceDefinition" "" "felixconfigurations.crd.projectcalico.org")) -}}
{{- fail "defaultFelixConfiguration needs the CRDs of Calico: install the chart crd.projectcalico.org.v1 or projectcalico.org.v3 first, or leave defaultFelixConfiguration for the first upgrade" -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* A binding that puts an admission policy in force. */}}
{{- define "tigera-operator.policyBinding" }}
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: {{ .name }}
  labels:
    {{- include "tigera-operator.labels" .root | nindent 4 }}
spec:
  policyName: {{ .name }}
  validationActions: [Deny]
{{- end }}

{{/* In CEL: an update that leaves alone what a pod runs, and what it has of its node. */}}
{{- define "tigera-operator.unchangedPod" -}}
{{- $pod := "object.spec.template.spec" -}}
{{- $before := "oldObject.spec.template.spec" -}}
{{- $same := list (printf "%s.containers == %s.containers" $pod $before) -}}
{{- range $field := list "initContainers" "volumes" "hostNetwork" "hostPID" "hostIPC" "serviceAccountName" "securityContext" -}}
{{- $same = append $same (printf "%s.?%s == %s.?%s" $pod $field $before $field) -}}
{{- end -}}
{{- join " && " $same -}}
{{- end }}
