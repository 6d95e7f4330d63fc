package main

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"github.com/google/cel-go/cel"

	"k8s.io/apimachinery/pkg/util/version"
	admission "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/cel/environment"
)

var (
	newest       = version.MajorMinor(1, 36)
	environments = map[string]*cel.Env{}
)

// accessor is an expression whose value may be of any type.
type accessor struct{ named }

func (a accessor) GetExpression() string    { return a.Expression }
func (a accessor) GetName() string          { return a.Name }
func (a accessor) ReturnTypes() []*cel.Type { return []*cel.Type{cel.AnyType} }

func evaluate(asked question) answer {
	if asked.Admission {
		return admit(asked)
	}
	env, err := environmentOf(asked)
	if err != nil {
		return answer{Invalid: err.Error()}
	}
	ast, issues := env.Compile(asked.Expression)
	if issues.Err() != nil {
		return answer{Invalid: issues.String()}
	}
	program, err := env.Program(ast)
	if err != nil {
		return answer{Invalid: err.Error()}
	}
	return run(context.Background(), program, ast.OutputType(), asked.Variables)
}

// admit evaluates as a ValidatingAdmissionPolicy does, its variables composed lazily.
func admit(asked question) answer {
	compiler, err := admission.NewCompositedCompiler(environment.MustBaseEnvSet(newest))
	if err != nil {
		return answer{Invalid: err.Error()}
	}
	options := admission.OptionalVariableDeclarations{HasParams: true, HasAuthorizer: true}
	for _, variable := range asked.Composed {
		compiled := compiler.CompileAndStoreVariable(accessor{variable}, options, environment.NewExpressions)
		if compiled.Error != nil {
			return answer{Invalid: fmt.Sprintf("variable %s: %v", variable.Name, compiled.Error)}
		}
	}
	expression := accessor{named{Expression: asked.Expression}}
	compiled := compiler.CompileCELExpression(expression, options, environment.NewExpressions)
	if compiled.Error != nil {
		return answer{Invalid: compiled.Error.Error()}
	}
	known := map[string]any{
		admission.ObjectVarName: nil, admission.OldObjectVarName: nil, admission.ParamsVarName: nil,
		admission.RequestVarName: map[string]any{}, admission.NamespaceVarName: nil,
	}
	for name, value := range asked.Variables {
		known[name] = value
	}
	activation, err := cel.NewActivation(known)
	if err != nil {
		return answer{Invalid: err.Error()}
	}
	composition := compiler.CreateContext(context.Background())
	known[admission.VariableVarName] = composition.Variables(activation)
	return run(composition, compiled.Program, compiled.OutputType, known)
}

func run(parent context.Context, program cel.Program, declared *cel.Type, variables map[string]any) answer {
	given := answer{Type: declared.String()}
	value, details, err := program.ContextEval(parent, variables)
	if details != nil {
		given.Cost = details.ActualCost()
	}
	if err == nil {
		given.Value, err = shown(value)
	}
	if err != nil {
		given.Error = err.Error()
	}
	return given
}

func environmentOf(asked question) (*cel.Env, error) {
	declared := map[string]*cel.Type{}
	for name := range asked.Variables {
		declared[name] = cel.DynType
	}
	for name, text := range asked.Types {
		found, err := typeOf(text)
		if err != nil {
			return nil, err
		}
		declared[name] = found
	}
	keys := []string{}
	options := []cel.EnvOption{}
	for name, found := range declared {
		keys = append(keys, name+" "+found.String())
		options = append(options, cel.Variable(name, found))
	}
	sort.Strings(keys)
	key := strings.Join(keys, ",")
	if env, found := environments[key]; found {
		return env, nil
	}
	set, err := environment.MustBaseEnvSet(newest).Extend(environment.VersionedOptions{
		IntroducedVersion: version.MajorMinor(1, 0),
		EnvOptions:        options,
	})
	if err != nil {
		return nil, err
	}
	env, err := set.Env(environment.NewExpressions)
	if err == nil {
		environments[key] = env
	}
	return env, err
}

var simple = map[string]*cel.Type{
	"bool": cel.BoolType, "bytes": cel.BytesType, "double": cel.DoubleType, "duration": cel.DurationType,
	"dyn": cel.DynType, "int": cel.IntType, "null_type": cel.NullType, "string": cel.StringType,
	"timestamp": cel.TimestampType, "uint": cel.UintType,
}

// typeOf reads a type: a simple one, list(T) or map(K, V).
func typeOf(text string) (*cel.Type, error) {
	text = strings.TrimSpace(text)
	if found, ok := simple[text]; ok {
		return found, nil
	}
	if inner, ok := strings.CutPrefix(text, "list("); ok && strings.HasSuffix(inner, ")") {
		item, err := typeOf(strings.TrimSuffix(inner, ")"))
		return cel.ListType(item), err
	}
	if inner, ok := strings.CutPrefix(text, "map("); ok && strings.HasSuffix(inner, ")") {
		first, second, _ := strings.Cut(strings.TrimSuffix(inner, ")"), ",")
		key, err := typeOf(first)
		if err != nil {
			return nil, err
		}
		value, err := typeOf(second)
		return cel.MapType(key, value), err
	}
	return nil, fmt.Errorf("no such type: %q", text)
}
