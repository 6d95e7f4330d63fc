"""Compiles the schemas of Terraform providers into `scanner/inputs/terraform/schemas/data/`.

The source is the published npm packages `@cdktf/provider-*`, which are generated from the providers' own schemas
(`terraform providers schema -json`). They are fetched with `npm pack` and only read, never run. The newest package of a
provider gives its schema; older major versions add what has been removed since, so that configuration written for
them is understood too. Versions are pinned in this file: the same versions and date give the same bytes.
"""

from __future__ import annotations

import argparse
import datetime
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from terraform_schema_compile import Block, compile_package, disagreements, make_single, overlay, walk  # noqa: E402
from terraform_schema_encoding import encode  # noqa: E402
from terraform_schema_package import Package, PackageError, read_package  # noqa: E402

PACKAGES = {
    "aws": ("aws@21.22.1", "aws@19.65.1", "aws@18.2.0", "aws@14.0.4"),
    "azurerm": ("azurerm@14.23.1", "azurerm@12.27.0"),
    "google": ("google@16.12.1", "google-beta@16.12.1", "google-beta@13.25.1", "google-beta@9.0.5"),
    "kubernetes": ("kubernetes@12.1.1",),
}
"""Packages of each provider, without `@cdktf/provider-`, newest first."""

SINGLE = ROOT / "tools" / "terraform_single_blocks.txt"
"""Paths of nested blocks that occur once by the provider's own checks, which a schema cannot express."""

KNOWN = {
    "aws": "aws_s3_bucket aws_instance aws_security_group data.aws_iam_policy_document aws_lambda_function",
    "azurerm": "azurerm_storage_account azurerm_kubernetes_cluster azurerm_app_service data.azurerm_client_config",
    "google": "google_storage_bucket google_container_cluster google_project_iam_member google_compute_firewall",
    "kubernetes": "kubernetes_deployment kubernetes_deployment_v1 kubernetes_manifest data.kubernetes_secret",
}
"""Types that must be there, whatever the version."""

SIZE_LIMIT = 1_500_000
"""Most bytes that the file of one provider may have."""


def main() -> int:
    """Compiles what the command line asks for."""
    parser = _arguments()
    options = parser.parse_args()
    if unknown := sorted(set(options.provider) - set(PACKAGES)):
        parser.error(f"no provider {', '.join(unknown)}; there are {', '.join(PACKAGES)}")
    options.cache.mkdir(parents=True, exist_ok=True)
    for provider in options.provider or sorted(PACKAGES):
        packages = [read_package(_fetch(name, options.cache)) for name in PACKAGES[provider]]
        schemas, added = combine(packages)
        verify(provider, packages, schemas)
        data = encode(schemas, description(provider, packages, options.date))
        if len(data) > SIZE_LIMIT:
            raise PackageError(f"{provider}: {len(data)} bytes are more than {SIZE_LIMIT}")
        path = options.output / f"{provider}.bin"
        if options.check:
            if path.read_bytes() != data:
                print(f"{path} is not what its sources compile to", file=sys.stderr)
                return 1
        else:
            path.write_bytes(data)
        _report(provider, packages, schemas, added, len(data))
    return 0


def combine(packages: Iterable[Package]) -> tuple[dict[str, Block], Counter[str]]:
    """The schema of the first package with what only the others have, and how much that is."""
    first, *others = packages
    schemas = compile_package(first)
    added: Counter[str] = Counter()
    for package in others:
        added += overlay(schemas, compile_package(package))
    lines = SINGLE.read_text(encoding="utf-8").splitlines()
    added += make_single(schemas, (line for line in lines if line and not line.startswith("#")))
    return schemas, added


def description(provider: str, packages: list[Package], date: str) -> dict[str, str]:
    """What the data file says of itself."""
    sources = ", ".join(f"{package.name}@{package.version} ({package.provider_version})" for package in packages)
    return {"provider": provider, "version": packages[0].provider_version, "sources": sources, "date": date}


def verify(provider: str, packages: list[Package], schemas: dict[str, Block]) -> None:
    """Raises `PackageError` when the packages contradict themselves or lack what must be there."""
    for package in packages:
        found = list(disagreements(package))
        if found:
            raise PackageError(f"{package.name}@{package.version}: {len(found)} contradictions, first {found[0]}")
    missing = [name for name in KNOWN[provider].split() if name not in schemas]
    if missing:
        raise PackageError(f"{provider} has no {', '.join(missing)}")
    empty = [name for name, block in schemas.items() if not block.attributes and not block.blocks]
    if empty:
        raise PackageError(f"{provider}: nothing in {', '.join(empty)}")


def _fetch(name: str, cache: Path) -> Path:
    archive = cache / f"cdktf-provider-{name.replace('@', '-')}.tgz"
    if not archive.exists():
        command = ["npm", "pack", f"@cdktf/provider-{name}", "--pack-destination", str(cache), "--silent"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return archive


def _report(provider: str, packages: list[Package], schemas: dict[str, Block], added: Counter[str], size: int) -> None:
    blocks = list(walk(schemas.values()))
    attributes = sum(len(block.attributes) for block in blocks)
    nestings = Counter(nesting for block in blocks for nesting, _ in block.blocks.values())
    print(f"{provider} {packages[0].provider_version}: {len(schemas)} types, {attributes} attributes, {size} bytes")
    print("  nested blocks: " + ", ".join(f"{nesting} {count}" for nesting, count in sorted(nestings.items())))
    print("  from older versions: " + (", ".join(f"{what} {count}" for what, count in sorted(added.items())) or "-"))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("provider", nargs="*", help="providers to compile; by default all")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the data would change")
    parser.add_argument(
        "--date", default=datetime.date.today().isoformat(), help="day to record in the data, by default today"
    )
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "terraform-schemas", help="where packages are kept"
    )
    parser.add_argument(
        "--output", type=Path, default=ROOT / "scanner/inputs/terraform/schemas/data", help="where to write"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
