"""`bylaw rules new`."""

from __future__ import annotations

import os
from collections.abc import Sequence

from scanner.cli.arguments import parse, parser
from scanner.cli.terminal import complain


def main(arguments: Sequence[str]) -> int:
    """Runs the command and gives its exit code."""
    found = parser("rules new", "Write a new rule file with one passing and one failing example to fill in.")
    found.add_argument("id", metavar="ID", help="names the fault: aws-s3-public-acl")
    found.add_argument("kind", metavar="KIND", help="what it matches: aws_s3_bucket, Deployment, pods")
    found.add_argument("--directory", default=".", metavar="DIR", help="folder to write into (default: .)")
    options = parse(found, arguments)
    if isinstance(options, int):
        return options
    from scanner.policy.errors import PolicyError
    from scanner.policy.scaffold import new_rule

    path = os.path.join(options.directory, f"{options.id}.yaml")
    try:
        text = new_rule(options.id, options.kind)
        os.makedirs(options.directory, exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        complain(f"{path}: is there already")
        return 2
    except OSError as error:
        complain(f"{path}: cannot be written: {error.strerror}")
        return 2
    except PolicyError as error:
        complain(str(error))
        return 2
    print(f"wrote {path}; fill it in, then: bylaw rules check {path}")
    return 0
