//go:build programs

// Package helm names the program to build, so that `go mod tidy` keeps its modules.
package helm

import (
	_ "helm.sh/helm/v3/cmd/helm"
)
