"""Parameters of Argo CD as they reach helm."""

from __future__ import annotations

from typing import Any

import pytest
from cli_render import CHART
from programs import HELM

CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {hosts: {{ .Values.hosts | toJson | quote }}, tag: {{ .Values.tag | quote }}}
"""


@HELM
@pytest.mark.parametrize("forced", ["", ", forceString: true"])
@pytest.mark.parametrize(
    ("value", "hosts"),
    [
        ("a,tag=latest", '"a,tag=latest"'),
        ("a,b:1", '"a,b:1"'),
        ("a\\,b,,c", '"a,b,,c"'),
        ("{a,b}", '["a","b"]'),
    ],
)
def test_a_comma_in_a_parameter_of_an_application_ends_nothing(
    run: Any, write: Any, value: str, hosts: str, forced: str
) -> None:
    write("charts/c/Chart.yaml", CHART)
    write("charts/c/values.yaml", "tag: '1.0'\nhosts: none\n")
    write("charts/c/templates/c.yaml", CONFIG)
    write("app.yaml", f"""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: w, namespace: argocd}}
spec:
  destination: {{namespace: prod}}
  source: {{path: charts/c, helm: {{parameters: [{{name: hosts, value: '{value}'{forced}}}]}}}}
""")  # fmt: skip
    resources = run("inspect", "--format", "json").json["resources"]
    made = next(each for each in resources if each["type"] == "v1/ConfigMap")
    assert made["attributes"]["data"] == {"hosts": hosts, "tag": "1.0"}
