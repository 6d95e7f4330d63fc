"""Label selectors as the real API server understands them, and as we do."""

from __future__ import annotations

from itertools import product
from urllib.parse import quote

import cluster_objects as objects
from cluster_real import RealCluster

from scanner.inputs.kubernetes.selectors import label_selector

PODS = {
    f"p{number}": {key: value for key, value in (("app", app), ("tier", tier)) if value is not None}
    for number, (app, tier) in enumerate(product((None, "", "web", "db"), repeat=2))
}
TERMS = [
    *({"key": key, "operator": operator} for key in ("app", "tier") for operator in ("Exists", "DoesNotExist")),
    *(
        {"key": key, "operator": operator, "values": values}
        for key in ("app", "tier")
        for operator in ("In", "NotIn")
        for values in (["web"], ["web", "db"], [""], ["other"])
    ),
]
FORMS = {"In": "{key} in ({values})", "NotIn": "{key} notin ({values})", "Exists": "{key}", "DoesNotExist": "!{key}"}


def written(term: dict[str, object]) -> str:
    """A term as a query has it."""
    values = term.get("values", [])
    assert isinstance(values, list)
    return FORMS[str(term["operator"])].format(key=term["key"], values=",".join(values))


def test_expressions_select_what_the_server_lists(real_cluster: RealCluster) -> None:
    made = []
    for name, labels in PODS.items():
        pod = objects.pod(name, "labelled")
        pod["metadata"]["labels"] = labels
        made.append(pod)
    try:
        real_cluster.apply(made)
        for terms in [[term] for term in TERMS] + [list(pair) for pair in zip(TERMS, TERMS[7:], strict=False)]:
            query = quote(",".join(map(written, terms)))
            listed = real_cluster.call("GET", f"/api/v1/namespaces/labelled/pods?labelSelector={query}")
            selector = label_selector({"matchExpressions": terms})
            assert selector is not None
            ours = {name for name, labels in PODS.items() if selector.selects(dict(labels))}
            assert {each["metadata"]["name"] for each in listed["items"]} == ours, terms
    finally:
        real_cluster.clear()
