// The Kubernetes API server, as k8s.io/kubernetes/cmd/kube-apiserver builds it, without the metrics of its plugins.
package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	os.Exit(cli.Run(app.NewAPIServerCommand()))
}
