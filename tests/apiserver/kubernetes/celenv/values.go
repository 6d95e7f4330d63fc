package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
)

// plain gives numbers the types that the API server's own decoder gives them.
func plain(value any) any {
	switch read := value.(type) {
	case json.Number:
		if whole, err := read.Int64(); err == nil {
			return whole
		}
		part, _ := read.Float64()
		return part
	case []any:
		for index, item := range read {
			read[index] = plain(item)
		}
	case map[string]any:
		for key, item := range read {
			read[key] = plain(item)
		}
	}
	return value
}

func encoded(value any) (json.RawMessage, error) { return json.Marshal(value) }

func tagged(name string, value any) (json.RawMessage, error) {
	return encoded(map[string]any{name: value})
}

// shown writes a value as JSON that keeps its type.
func shown(value ref.Val) (json.RawMessage, error) {
	switch read := value.(type) {
	case types.Bool, types.Int, types.String:
		return encoded(read.Value())
	case types.Null:
		return encoded(nil)
	case types.Uint:
		return tagged("uint", uint64(read))
	case types.Double:
		return double(float64(read))
	case types.Bytes:
		return tagged("bytes", base64.StdEncoding.EncodeToString(read))
	case types.Timestamp:
		return tagged("timestamp", read.Format(time.RFC3339Nano))
	case types.Duration:
		return tagged("duration", read.Duration.String())
	case *types.Type:
		return tagged("type", read.TypeName())
	case *types.Optional:
		if !read.HasValue() {
			return tagged("optional", []any{})
		}
		held, err := shown(read.GetValue())
		if err != nil {
			return nil, err
		}
		return tagged("optional", []json.RawMessage{held})
	case *types.Err:
		return nil, read
	case traits.Lister:
		return list(read)
	case traits.Mapper:
		return pairs(read)
	}
	return other(value)
}

func double(value float64) (json.RawMessage, error) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return tagged("double", strconv.FormatFloat(value, 'g', -1, 64))
	}
	text := strconv.FormatFloat(value, 'g', -1, 64)
	if !strings.ContainsAny(text, ".e") {
		text += ".0" // or a reader takes it for an int
	}
	return json.RawMessage(text), nil
}

func list(value traits.Lister) (json.RawMessage, error) {
	items := []json.RawMessage{}
	for at := value.Iterator(); at.HasNext() == types.True; {
		item, err := shown(at.Next())
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return encoded(items)
}

func pairs(value traits.Mapper) (json.RawMessage, error) {
	entries := [][2]json.RawMessage{}
	byName := func(a, b [2]json.RawMessage) int { return bytes.Compare(a[0], b[0]) }
	for at := value.Iterator(); at.HasNext() == types.True; {
		key := at.Next()
		name, err := shown(key)
		if err != nil {
			return nil, err
		}
		held, err := shown(value.Get(key))
		if err != nil {
			return nil, err
		}
		entries = append(entries, [2]json.RawMessage{name, held})
	}
	slices.SortFunc(entries, byName)
	return tagged("map", entries)
}

// other writes a value of the Kubernetes libraries: quantity, URL, IP, CIDR, semantic version.
func other(value ref.Val) (json.RawMessage, error) {
	held := value.Value()
	if text, ok := held.(fmt.Stringer); ok {
		return tagged(value.Type().TypeName(), text.String())
	}
	return tagged(value.Type().TypeName(), fmt.Sprint(held))
}
