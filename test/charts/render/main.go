// Renders a chart as `helm template` does, as far as this chart needs: defaults and values are merged and held to the
// schema, every template runs with the functions that Helm has, and each object comes out as JSON.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"
)

type table = map[string]interface{}

// metadata has the names by which templates know Chart.yaml.
type metadata struct {
	APIVersion  string `json:"apiVersion"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Type        string `json:"type"`
	Version     string `json:"version"`
	AppVersion  string `json:"appVersion"`
}

type rendered struct {
	Objects []table `json:"objects"`
	Notes   string  `json:"notes"`
}

func main() {
	chart := flag.String("chart", "", "folder of the chart")
	values := flag.String("values", "", "values file on top of the defaults")
	name := flag.String("name", "plimsoll", "name of the release")
	namespace := flag.String("namespace", "default", "namespace of the release")
	flag.Parse()

	result, err := render(*chart, *values, table{
		"Name": *name, "Namespace": *namespace, "Service": "Helm", "Revision": 1, "IsInstall": true, "IsUpgrade": false,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(result)
}

func render(chart, valuesFile string, release table) (*rendered, error) {
	var about metadata
	if err := readYaml(filepath.Join(chart, "Chart.yaml"), &about); err != nil {
		return nil, err
	}
	values, err := readValues(chart, valuesFile)
	if err != nil {
		return nil, err
	}
	if err := checkSchema(chart, about.Name, values); err != nil {
		return nil, err
	}
	context := table{
		"Chart":   about,
		"Release": release,
		"Values":  values,
		"Capabilities": table{
			"KubeVersion": table{"Version": "v1.30.0", "Major": "1", "Minor": "30"},
			"APIVersions": apiVersions{"v1", "apps/v1", "rbac.authorization.k8s.io/v1"},
		},
	}
	return runTemplates(filepath.Join(chart, "templates"), about.Name+"/templates", context)
}

type apiVersions []string

func (known apiVersions) Has(wanted string) bool {
	for _, version := range known {
		if version == wanted {
			return true
		}
	}
	return false
}

func readValues(chart, valuesFile string) (table, error) {
	defaults, given := table{}, table{}
	if err := readYaml(filepath.Join(chart, "values.yaml"), &defaults); err != nil {
		return nil, err
	}
	if valuesFile != "" {
		if err := readYaml(valuesFile, &given); err != nil {
			return nil, err
		}
	}
	return merged(given, defaults), nil
}

// merged puts the defaults under what is given: tables key by key, anything else whole. A null takes a default away.
func merged(given, defaults table) table {
	result := table{}
	for key, value := range given {
		fallback, known := defaults[key]
		if value == nil && known {
			continue
		}
		result[key] = value
		inner, isTable := value.(table)
		under, wasTable := fallback.(table)
		if isTable && wasTable {
			result[key] = merged(inner, under)
		}
	}
	for key, value := range defaults {
		if _, isGiven := given[key]; !isGiven {
			result[key] = value
		}
	}
	return result
}

func checkSchema(chart, name string, values table) error {
	schema, err := os.ReadFile(filepath.Join(chart, "values.schema.json"))
	if err != nil {
		return err
	}
	checked, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(schema), gojsonschema.NewGoLoader(values))
	if err != nil || checked.Valid() {
		return err
	}
	lines := []string{"values don't meet the specifications of the schema(s) in the following chart(s):", name + ":"}
	for _, mistake := range checked.Errors() {
		lines = append(lines, "- "+mistake.String())
	}
	return errors.New(strings.Join(lines, "\n"))
}

func runTemplates(folder, shownAs string, context table) (*rendered, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	all := template.New("gotpl").Option("missingkey=zero")
	all.Funcs(functions(all))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if _, err := all.New(shownAs + "/" + filepath.Base(file)).Parse(string(text)); err != nil {
			return nil, err
		}
	}
	result := &rendered{Objects: []table{}}
	for _, file := range files {
		base := filepath.Base(file)
		if strings.HasPrefix(base, "_") {
			continue
		}
		name := shownAs + "/" + base
		context["Template"] = table{"Name": name, "BasePath": shownAs}
		text, err := run(all, name, context)
		if err != nil {
			return nil, err
		}
		if base == "NOTES.txt" {
			result.Notes = text
			continue
		}
		objects, err := readObjects(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", name, err, text)
		}
		result.Objects = append(result.Objects, objects...)
	}
	return result, nil
}

func run(templates *template.Template, name string, context interface{}) (string, error) {
	var text strings.Builder
	err := templates.ExecuteTemplate(&text, name, context)
	// missingkey=zero does not reach values of any type.
	return strings.ReplaceAll(text.String(), "<no value>", ""), err
}

func functions(all *template.Template) template.FuncMap {
	known := sprig.TxtFuncMap()
	delete(known, "env")
	delete(known, "expandenv")
	known["toYaml"] = func(value interface{}) string {
		text, _ := yaml.Marshal(value)
		return strings.TrimSuffix(string(text), "\n")
	}
	known["fromYaml"] = func(text string) table {
		value := table{}
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			value["Error"] = err.Error()
		}
		return value
	}
	known["lookup"] = func(apiVersion, kind, namespace, name string) table { return table{} }
	known["required"] = func(message string, value interface{}) (interface{}, error) {
		if value == nil || value == "" {
			return nil, errors.New(message)
		}
		return value, nil
	}
	known["include"] = func(name string, context interface{}) (string, error) {
		var text strings.Builder
		err := all.ExecuteTemplate(&text, name, context)
		return text.String(), err
	}
	known["tpl"] = func(text string, context interface{}) (string, error) {
		copied, err := all.Clone()
		if err != nil {
			return "", err
		}
		if _, err := copied.New("tpl").Parse(text); err != nil {
			return "", err
		}
		return run(copied, "tpl", context)
	}
	return known
}

var separator = regexp.MustCompile(`(?m)^---\s*$`)

// readObjects refuses a key that is written twice, as the API server does.
func readObjects(text string) ([]table, error) {
	objects := []table{}
	for _, document := range separator.Split(text, -1) {
		if strings.TrimSpace(document) == "" {
			continue
		}
		object := table{}
		if err := yaml.UnmarshalStrict([]byte(document), &object); err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
	return objects, nil
}

func readYaml(file string, into interface{}) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
