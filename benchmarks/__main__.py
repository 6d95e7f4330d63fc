"""`python -m benchmarks NAME`: speed and memory, measured here and now, beside a named peer where there is one."""

from __future__ import annotations

import sys
from importlib import import_module

BENCHMARKS = {
    "start-up": "one small .tf file, the whole process, beside checkov",
    "hcl-syntax": "parsing HCL, beside python-hcl2",
    "yaml-documents": "reading YAML with places, beside PyYAML's C loader",
    "terraform": "varied resources, nested modules, many instances, a plan; beside checkov",
    "kubernetes": "manifests, 800 objects and 8,000; beside checkov",
    "audit": "a live cluster of 5,000 pods and more, in the real API server",
    "cel": "a realistic condition over a pod with three containers",
}


def main() -> int:
    """Runs one benchmark."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in BENCHMARKS:
        print("usage: python -m benchmarks NAME\n")
        for each, what in BENCHMARKS.items():
            print(f"  {each:<16} {what}")
        return 2
    import_module(f"benchmarks.{name.replace('-', '_')}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
