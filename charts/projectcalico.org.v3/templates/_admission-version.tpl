{{/* The newest version of admissionregistration.k8s.io in which the cluster serves a kind; arguments: root and kind. */}}
{{- define "admissionVersion" -}}
{{- $served := (first .).Capabilities.APIVersions -}}
{{- $kind := last . -}}
{{- $found := list -}}
{{- range $version := list "v1" "v1beta1" "v1alpha1" -}}
{{- $groupVersion := printf "admissionregistration.k8s.io/%s" $version -}}
{{- if $served.Has (printf "%s/%s" $groupVersion $kind) }}{{ $found = append $found $groupVersion }}{{ end -}}
{{- end -}}
{{- default "admissionregistration.k8s.io/v1" (first $found) -}}
{{- end }}
