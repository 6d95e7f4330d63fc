// celenv compiles and evaluates CEL expressions as the Kubernetes API server does: a second opinion on an engine.
//
// It reads one JSON object a line and writes one JSON object a line:
//
//	{"expression": "object.x > 1", "variables": {"object": {"x": 2}}}    {"type": "bool", "value": true, "cost": 5}
//
// Every variable is dynamic unless "types" gives it one of the simple types ("int", "list(string)", ...). With
// "admission": true the environment is that of a ValidatingAdmissionPolicy: object, oldObject, request, params,
// namespaceObject and authorizer are declared, and "composed", a list of {"name", "expression"}, are its variables.
// The answer has "invalid" where the expression does not compile, "error" where it gives none. Values that JSON does
// not have are objects with one key: {"uint": 1}, {"double": "NaN"}, {"bytes": base64}, {"map": [[key, value], ...]},
// {"optional": [value]}, {"timestamp": text}, {"duration": text}, {"type": name}, {"kubernetes.Quantity": text}.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
)

type question struct {
	Expression string            `json:"expression"`
	Variables  map[string]any    `json:"variables"`
	Types      map[string]string `json:"types"`
	Admission  bool              `json:"admission"`
	Composed   []named           `json:"composed"`
}

type named struct {
	Name       string `json:"name"`
	Expression string `json:"expression"`
}

type answer struct {
	Type    string          `json:"type,omitempty"`
	Value   json.RawMessage `json:"value,omitempty"`
	Cost    *uint64         `json:"cost,omitempty"`
	Error   string          `json:"error,omitempty"`
	Invalid string          `json:"invalid,omitempty"`
}

func reply(line []byte) answer {
	asked := question{}
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&asked); err != nil {
		return answer{Invalid: fmt.Sprintf("not a question: %v", err)}
	}
	for name, value := range asked.Variables {
		asked.Variables[name] = plain(value)
	}
	return evaluate(asked)
}

func main() {
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(output)
	encoder.SetEscapeHTML(false)
	for {
		line, err := input.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if err := encoder.Encode(reply(line)); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			output.Flush()
		}
		if err != nil {
			return
		}
	}
}
