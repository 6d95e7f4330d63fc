"""Settings: defaults, then `bylaw.toml`, then the environment, then arguments, into one frozen `Settings`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from scanner.model.rules import SEVERITIES

CONFIGURATION_FILE = "bylaw.toml"


class SettingsError(Exception):
    """A setting that cannot be understood; the message names it and says what is right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a run may be told."""

    fail_on: str = "low"
    """Lowest severity of a failed rule that makes the exit code 1."""
    strict: bool = False
    """Whether an unknown verdict makes the exit code 1 as well."""
    exit_zero: bool = False
    """Whether findings leave the exit code 0. Never hides 2."""
    outcomes: tuple[str, ...] = ("fail", "unknown")
    """Outcomes that reports show."""
    frameworks: tuple[str, ...] = ()
    """Frameworks to report controls of, and whose rules to run; all when empty."""
    rules: tuple[str, ...] = ()
    """Directories of further rule packs."""
    only: tuple[str, ...] = ()
    """Ids of the rules to run; all when empty."""
    skip: tuple[str, ...] = ()
    """Ids of rules not to run."""
    severity: str = "low"
    """Mildest severity of the rules to run."""
    inline_ignores: bool = True
    """Whether directives in scanned files are obeyed."""
    processes: int = 0
    """Most processes that share the work of a scan; 0 for one a processor."""
    changes_only: bool = False
    """Whether resources that a plan leaves as they are stay unjudged."""
    var_files: tuple[str, ...] = ()
    """Terraform variable files from the configuration."""
    workspace: str = "default"
    """Terraform workspace."""
    source: str | None = None
    """Directory of the configuration that plans were made from; None for the plans' own directory, if it is that."""
    variables: tuple[tuple[str, str], ...] = ()
    """`("var", "name=value")` and `("var-file", path)` in the order of the command line."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Values of `TF_VAR_name`, by name."""

    helm_values: tuple[str, ...] = ()
    """Files with values for every chart."""
    helm_namespace: str | None = None
    """Namespace that charts are installed into."""
    helm_release: str | None = None
    """Release name of every chart; None for the name of its directory."""
    helm_kube_version: str | None = None
    """Version of Kubernetes that charts are told; None for that which helm takes by itself."""
    helm_api_versions: tuple[str, ...] = ()
    """What charts are told that the cluster serves, too."""
    releases: tuple[tuple[str, str, str | None, tuple[str, ...]], ...] = ()
    """Releases of single charts: directory, name, namespace, files with values."""
    contexts: tuple[str, ...] = ()
    """Contexts of the kubeconfig that are audited; the current one when empty."""
    all_contexts: bool = False
    """Whether all of them are."""
    kubeconfig: str | None = None
    """The kubeconfig; None for the one that kubectl would use."""
    namespaces: tuple[str, ...] = ()
    """Patterns of the namespaces whose objects an audit judges; all when empty."""
    exclude_namespaces: tuple[str, ...] = ()
    """Patterns of those whose objects it does not judge."""
    kinds: tuple[str, ...] = ()
    """Kinds that an audit judges; all when empty."""
    exclude_kinds: tuple[str, ...] = ()
    """Kinds that it does not judge."""
    selector: str = ""
    """Label selector of what an audit judges."""
    secrets: bool = False
    """Whether an audit lists Secrets, their metadata only."""
    request_timeout: float = 60.0
    """Seconds without a byte from the API server."""
    qps: float = 50.0
    """Requests a second to the API server."""
    environments: tuple[tuple[str, tuple[str, ...], str | None, str | None], ...] = ()
    """Environments of root modules: name, variable files, workspace, and root module where it is one's own."""

    workloads: tuple[tuple[str, str | None, tuple[str, ...], bool], ...] = ()
    """Custom kinds that carry a pod: kind, group, the way to its template, and whether it is one: else to its spec."""

    @property
    def assignments(self) -> tuple[tuple[str, str], ...]:
        """Everything given for Terraform's variables, the later one winning."""
        return (*(("var-file", path) for path in self.var_files), *self.variables)


_TYPES: dict[str, type] = {
    "fail-on": str,
    "strict": bool,
    "exit-zero": bool,
    "outcomes": tuple,
    "frameworks": tuple,
    "rules": tuple,
    "only": tuple,
    "severity": str,
    "skip": tuple,
    "inline-ignores": bool,
    "changes-only": bool,
    "processes": int,
}
_TERRAFORM: dict[str, type] = {"workspace": str, "var-files": tuple, "source": str}
_HELM: dict[str, type] = {
    "values": tuple,
    "namespace": str,
    "release": str,
    "kube-version": str,
    "api-versions": tuple,
}
_RELEASE: dict[str, type] = {"chart": str, "name": str, "namespace": str, "values": tuple}
_AUDIT: dict[str, type] = {
    "contexts": tuple,
    "all-contexts": bool,
    "kubeconfig": str,
    "namespaces": tuple,
    "exclude-namespaces": tuple,
    "kinds": tuple,
    "exclude-kinds": tuple,
    "selector": str,
    "secrets": bool,
    "request-timeout": float,
    "qps": float,
}
_WORKLOAD: dict[str, type] = {"kind": str, "group": str, "template": str, "spec": str}
_ENVIRONMENT: dict[str, type] = {"name": str, "var-files": tuple, "workspace": str, "root": str}


def read_settings(arguments: Mapping[str, Any], environ: Mapping[str, str], config: str | None = None) -> Settings:
    """Settings of one run. `arguments` by field name, those not given left out or None. Raises SettingsError."""
    settings = Settings(environment={k[7:]: v for k, v in environ.items() if k.startswith("TF_VAR_")})
    if "TF_WORKSPACE" in environ:
        settings = replace(settings, workspace=environ["TF_WORKSPACE"])
    settings = replace(settings, **_from_file(config))
    known = {each.name for each in fields(Settings)}
    given = {name: value for name, value in arguments.items() if name in known and value is not None}
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    settings = replace(settings, **given)
    if settings.fail_on not in (*SEVERITIES, "none"):
        raise SettingsError(f"fail-on: {settings.fail_on!r} is none of {', '.join(SEVERITIES)}, none")
    if settings.severity not in SEVERITIES:
        raise SettingsError(f"severity: {settings.severity!r} is none of {', '.join(SEVERITIES)}")
    if not settings.outcomes:
        raise SettingsError("outcomes: at least one of fail, unknown, pass is wanted, or all")
    for kind, text in settings.variables:
        name, sign, _ = text.partition("=")
        if kind == "var" and not (sign and name.strip()):
            raise SettingsError(f"var: {text!r} is not NAME=VALUE")
    for name, number in (("request-timeout", settings.request_timeout), ("qps", settings.qps)):
        if not 0 < number < 1e6:
            raise SettingsError(f"{name}: must be a number above 0")
    if settings.processes < 0:
        raise SettingsError("processes: must be a number above 0, or 0 for one a processor")
    bad = [outcome for outcome in settings.outcomes if outcome not in ("fail", "unknown", "pass")]
    if bad:
        raise SettingsError(f"outcomes: {bad[0]!r} is none of fail, unknown, pass, all")
    return settings


def _from_file(path: str | None) -> dict[str, Any]:
    """The settings of a configuration file; the one in the working directory when none is named."""
    named = path or CONFIGURATION_FILE
    if path is None and not os.path.isfile(named):
        return {}
    import tomllib

    try:
        with open(named, "rb") as file:
            data = tomllib.load(file)
    except OSError as error:
        raise SettingsError(f"{named}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{named}: {error}") from error
    found = _checked(named, data, _TYPES, ("terraform", "helm", "audit", "kubernetes"))
    found |= _checked(f"{named}: terraform", data.get("terraform", {}), _TERRAFORM, ("environments",))
    found |= _checked(f"{named}: audit", data.get("audit", {}), _AUDIT, ())
    if found.get("outcomes") == ("all",):
        found["outcomes"] = ("fail", "unknown", "pass")
    base = os.path.dirname(named)
    terraform = data.get("terraform", {})
    found["environments"] = tuple(_environment(named, base, each) for each in terraform.get("environments", ()))
    for name in ("rules", "var_files"):
        if name in found:
            found[name] = tuple(os.path.join(base, each) for each in found[name])
    for name in ("source", "kubeconfig"):
        if name in found:
            found[name] = os.path.join(base, os.path.expanduser(found[name]))
    found["workloads"] = _workloads(f"{named}: kubernetes", data.get("kubernetes", {}))
    return found | _helm(named, base, data.get("helm", {}))


def _workloads(where: str, data: object) -> tuple[tuple[str, str | None, tuple[str, ...], bool], ...]:
    _checked(where, data, {}, ("workloads",))
    listed = data.get("workloads", []) if isinstance(data, dict) else []
    if not isinstance(listed, list):
        raise SettingsError(f"{where}: workloads must be tables, each headed [[kubernetes.workloads]]")
    found = tuple(_workload(f"{where}.workloads", each) for each in listed)
    names = [each[:2] for each in found]
    for kind, group in names:
        if names.count((kind, group)) > 1 or (group is not None and (kind, None) in names):
            raise SettingsError(f"{where}.workloads: {kind} is declared twice")
    return found


def _workload(where: str, data: object) -> tuple[str, str | None, tuple[str, ...], bool]:
    found = _checked(where, data, _WORKLOAD, ())
    kind, group = found.get("kind", ""), found.get("group")
    ways = [each for each in ("template", "spec") if each in found]
    if not kind or len(ways) != 1:
        raise SettingsError(f"{where}: each needs a kind, and either template or spec")
    if not (kind.isalnum() and kind.isascii() and kind[0].isupper()):
        raise SettingsError(f"{where}: {kind!r} is no kind; a kind is written as in `kind: Rollout`")
    if group is not None and (not group or "/" in group or group != group.strip().lower()):
        raise SettingsError(f"{where}: {group!r} is no group; `apiVersion: argoproj.io/v1alpha1` has group argoproj.io")
    way = tuple(found[ways[0]].split("."))
    if not all(step and step == step.strip() and not step.isdigit() and "[" not in step for step in way):
        raise SettingsError(f"{where}: {ways[0]} of {kind} must be a path like spec.template, without lists")
    return kind, group, way, ways[0] == "template"


def _helm(named: str, base: str, data: object) -> dict[str, Any]:
    where = f"{named}: helm"
    found = {f"helm_{name}": value for name, value in _checked(where, data, _HELM, ("releases",)).items()}
    if "helm_values" in found:
        found["helm_values"] = tuple(os.path.join(base, each) for each in found["helm_values"])
    listed = data.get("releases", ()) if isinstance(data, dict) else ()
    return found | {"releases": tuple(_release(f"{where}.releases", base, each) for each in listed)}


def _release(where: str, base: str, data: object) -> tuple[str, str, str | None, tuple[str, ...]]:
    found = _checked(where, data, _RELEASE, ())
    if "chart" not in found or "name" not in found:
        raise SettingsError(f"{where}: each needs a chart and a name")
    files = tuple(os.path.join(base, each) for each in found.get("values", ()))
    return os.path.normpath(os.path.join(base, found["chart"])), found["name"], found.get("namespace"), files


def _environment(named: str, base: str, data: object) -> tuple[str, tuple[str, ...], str | None, str | None]:
    where = f"{named}: terraform.environments"
    found = _checked(where, data, _ENVIRONMENT, ())
    if "name" not in found:
        raise SettingsError(f"{where}: each needs a name")
    files = tuple(os.path.join(base, each) for each in found.get("var_files", ()))
    root = found.get("root")
    return found["name"], files, found.get("workspace"), os.path.normpath(os.path.join(base, root)) if root else None


def _checked(where: str, data: object, types: Mapping[str, type], tables: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise SettingsError(f"{where}: a table is wanted")
    found: dict[str, Any] = {}
    for name, value in data.items():
        if name in tables:
            continue
        kind = types.get(name)
        if kind is None:
            raise SettingsError(
                f"{where}: there is no setting {name!r}; there are {', '.join(sorted({*types, *tables}))}"
            )
        if kind is tuple:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise SettingsError(f"{where}: {name} must be a list of strings")
            value = tuple(value)
        elif kind is float:
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise SettingsError(f"{where}: {name} must be a number")
            value = float(value)
        elif not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            wanted = {str: "string", bool: "boolean", int: "whole number"}[kind]
            raise SettingsError(f"{where}: {name} must be a {wanted}")
        found[name.replace("-", "_")] = value
    return found
