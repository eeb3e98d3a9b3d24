//go:build programs

// Package prometheus names the program to build, so that `go mod tidy` keeps its modules.
package prometheus

import (
	_ "github.com/prometheus/prometheus/cmd/promtool"
)
