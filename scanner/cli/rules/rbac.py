"""`bylaw rules rbac`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence

from scanner.cli.arguments import add_config, add_rules, parse, parser, settings_from
from scanner.cli.terminal import complain
from scanner.compliance.errors import ComplianceError
from scanner.policy.errors import PackError
from scanner.settings import SettingsError

_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")


def main(arguments: Sequence[str]) -> int:
    """Runs the command and gives its exit code."""
    options = parse(_parser(), arguments)
    if isinstance(options, int):
        return options
    from scanner.inputs.cluster.needs import needed_kinds
    from scanner.inputs.cluster.resources import resource_of
    from scanner.model.resources import EVERY_KIND
    from scanner.outputs.rbac import Rights, write_roles, write_rules
    from scanner.pipeline import select_rules
    from scanner.policy.admission.rulesets import ADMISSION_KINDS

    try:
        account = _account(options.service_account)
        _check_names([options.name, *(options.namespace or ())])
        rules, _ = select_rules(settings_from(options))
    except (SettingsError, PackError, ComplianceError) as error:
        complain(str(error))
        return 2
    asked = rules.kubernetes_kinds()
    policies = ADMISSION_KINDS if asked and not options.only and not options.frameworks else ()
    kinds = [kind for kind in needed_kinds({*asked, *policies}) if options.secrets or kind != "Secret"]
    known = {kind: resource_of(kind) for kind in kinds}
    missing = [kind for kind, resource in known.items() if resource is None]
    if missing:
        what = "rules read every kind" if EVERY_KIND in missing else f"it is not known which resource {missing[0]} is"
        complain(f"{what}: write its right by hand, or leave out the rule with --skip")
        return 2
    found = {each for each in known.values() if each is not None}
    rights = Rights(*(tuple(sorted((g, r) for g, r, inside in found if inside is wanted)) for wanted in (False, True)))
    if options.only_rules is not None:
        parts = {
            "all": (*rights.cluster, *rights.namespaced),
            "cluster": rights.cluster,
            "namespace": rights.namespaced,
        }
        write_rules(parts[options.only_rules], sys.stdout)
    else:
        write_roles(rights, options.name, options.namespace or (), account, sys.stdout)
    return 0


def _parser() -> argparse.ArgumentParser:
    found = parser("rules rbac", "Write the least rights that an audit with these rules needs: explicit kinds, no "
                   "Secrets, nothing but reading.")  # fmt: skip
    found.add_argument("--name", default="bylaw-audit", metavar="NAME", help="name of the roles (default: bylaw-audit)")
    found.add_argument(
        "--namespace", action="append", metavar="NAME", help="a Role in this namespace instead; may be repeated"
    )
    found.add_argument("--service-account", metavar="NAMESPACE/NAME", help="bind the roles to this account as well")
    found.add_argument("--secrets", action="store_true", help="the right to list Secrets too, for audit --secrets")
    found.add_argument(
        "--only-rules",
        choices=("all", "cluster", "namespace"),
        help="nothing but the list of rules of a role: for all, for what has no namespace, for what has one",
    )
    add_rules(found)
    add_config(found)
    return found


def _account(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    namespace, slash, name = text.partition("/")
    if not slash:
        raise SettingsError(f"service-account: {text!r} is not NAMESPACE/NAME")
    _check_names([namespace, name])
    return namespace, name


def _check_names(names: Sequence[str]) -> None:
    bad = next((name for name in names if not _NAME.fullmatch(name)), None)
    if bad is not None:
        raise SettingsError(f"{bad!r} is no name that Kubernetes allows")
