// Health judges custom resources as Argo CD and Flux do: with a Lua script, and with CEL expressions in Flux's own
// evaluator. It reads one JSON document from its standard input and answers with one verdict for each object.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/fluxcd/pkg/apis/kustomize"
	"github.com/fluxcd/pkg/runtime/cel"
	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type question struct {
	Lua     string                           `json:"lua"`
	CEL     kustomize.HealthCheckExpressions `json:"cel"`
	Objects []map[string]any                 `json:"objects"`
}

type verdict struct {
	ArgoCD  string `json:"argoCd"`
	Message string `json:"message"`
	Flux    string `json:"flux"`
}

func main() {
	if err := answer(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answer() error {
	var asked question
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return err
	}
	flux, err := cel.NewStatusEvaluator(&asked.CEL)
	if err != nil {
		return err
	}
	verdicts := make([]verdict, 0, len(asked.Objects))
	for _, object := range asked.Objects {
		given, err := judge(asked.Lua, flux, object)
		if err != nil {
			return err
		}
		verdicts = append(verdicts, given)
	}
	return json.NewEncoder(os.Stdout).Encode(verdicts)
}

func judge(script string, flux *cel.StatusEvaluator, object map[string]any) (verdict, error) {
	health, message, err := runLua(script, object)
	if err != nil {
		return verdict{}, err
	}
	known := verdict{ArgoCD: health, Message: message, Flux: "Unknown"}
	// What cannot be evaluated, for want of a status, Flux takes for unknown, and asks again.
	if result, err := flux.Evaluate(context.Background(), &unstructured.Unstructured{Object: integers(object).(map[string]any)}); err == nil {
		known.Flux = string(result.Status)
	}
	return known, nil
}

// runLua gives a script what Argo CD gives it: the object as `obj`, and no library beyond these.
func runLua(script string, object map[string]any) (string, string, error) {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for _, library := range []struct {
		name string
		open lua.LGFunction
	}{{lua.LoadLibName, lua.OpenPackage}, {lua.BaseLibName, lua.OpenBase}, {lua.TabLibName, lua.OpenTable}} {
		if err := state.CallByParam(lua.P{Fn: state.NewFunction(library.open), Protect: true}, lua.LString(library.name)); err != nil {
			return "", "", err
		}
	}
	state.SetGlobal("obj", toLua(state, object))
	if err := state.DoString(script); err != nil {
		return "", "", err
	}
	table, isTable := state.Get(-1).(*lua.LTable)
	if !isTable {
		return "", "", fmt.Errorf("the script returns no table")
	}
	return lua.LVAsString(table.RawGetString("status")), lua.LVAsString(table.RawGetString("message")), nil
}

func toLua(state *lua.LState, value any) lua.LValue {
	switch known := value.(type) {
	case bool:
		return lua.LBool(known)
	case float64:
		return lua.LNumber(known)
	case string:
		return lua.LString(known)
	case []any:
		table := state.NewTable()
		for _, item := range known {
			table.Append(toLua(state, item))
		}
		return table
	case map[string]any:
		table := state.NewTable()
		for key, item := range known {
			table.RawSetString(key, toLua(state, item))
		}
		return table
	default:
		return lua.LNil
	}
}

// integers makes whole numbers int64, as the Kubernetes client decodes them.
func integers(value any) any {
	switch known := value.(type) {
	case float64:
		if known == float64(int64(known)) {
			return int64(known)
		}
	case []any:
		for index, item := range known {
			known[index] = integers(item)
		}
	case map[string]any:
		for key, item := range known {
			known[key] = integers(item)
		}
	}
	return value
}
