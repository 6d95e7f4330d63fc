"""The region of a provider configuration, as a plan tells it."""

from __future__ import annotations

import re
from typing import Any

from scanner.inputs.terraform.plan.configuration import PlanConfiguration, expressions_of, mentions_in
from scanner.inputs.terraform.plan.references import Here, Resolver
from scanner.model.values import Unknown, Value

_REGION = re.compile(r"[a-z]{2,}+(?:-[a-z]++)++-?[0-9]++")
"""What the region of a cloud looks like: `eu-central-1`, `us-gov-west-1`, `europe-west1`."""


class Regions:
    """Looked up once for each provider configuration."""

    def __init__(self, configuration: PlanConfiguration, variables: dict[str, Any], resolver: Resolver) -> None:
        self._providers = configuration.providers
        self._variables = variables
        self._resolver = resolver
        self._known: dict[str, Value] = {}

    def of(self, key: Any) -> Value:
        """The region of the provider configuration that a resource names; None when nothing says."""
        if not isinstance(key, str):
            return None
        if key not in self._known:
            self._known[key] = self._find(key)
        return self._known[key]

    def _find(self, key: str) -> Value:
        provider = self._providers.get(key) or self._providers.get(key.rpartition(":")[2])
        if not isinstance(provider, dict):
            return None
        region = expressions_of(provider).get("region")
        if not isinstance(region, dict):
            return None
        if "constant_value" in region:
            constant = region["constant_value"]
            return constant if isinstance(constant, str) and constant else None
        mentions = mentions_in(region)
        module = provider.get("module_address")
        if module is None and len(mentions) == 1 and mentions[0][0] == "var" and len(mentions[0]) == 2:
            variable = self._variables.get(mentions[0][1])
            value = variable.get("value") if isinstance(variable, dict) else None
            # A plan does not say whether the expression is the variable or a text around it.
            if isinstance(value, str) and _REGION.fullmatch(value):
                return value
        found = self._resolver.resolve(mentions, Here(module if isinstance(module, str) else ""))
        return Unknown("the plan does not say what the provider's region comes to", found.references)
