"""How arguments write the name of another resource: as it is, in an ARN, in a path, in an address of a service account.

A form takes the text of an argument and gives the name in it, with what else the text says of the resource it means;
None when the text is of another form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple, TypeAlias


class Named(NamedTuple):
    """The name in a text."""

    name: str
    """The name, as the resource it belongs to has it."""
    scope: tuple[tuple[str, str], ...] = ()
    """What else the text says of that resource, by its arguments: `(("region", "eu-west-1"),)`."""


Form: TypeAlias = Callable[[str], Named | None]


def plain(text: str) -> Named | None:
    """The name itself."""
    return Named(text)


def either(*forms: Form) -> Form:
    """The first form that the text is of."""

    def read(text: str) -> Named | None:
        for form in forms:
            named = form(text)
            if named is not None:
                return named
        return None

    return read


def arn(service: str, prefix: str = "", end: str = "", last: bool = False, keep: str = "") -> Form:
    """The name in an ARN of a service: behind `prefix` in its resource, up to one of the characters `end`.

    With `last` it is what follows the last `/`, as names with an IAM path have it. `keep` is put before the name.
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    """

    def read(text: str) -> Named | None:
        if not text.startswith("arn:"):
            return None
        parts = text.split(":", 5)
        if len(parts) < 6 or parts[2] != service or not parts[5].startswith(prefix):
            return None
        if parts[4] == "aws":  # what AWS manages itself, in nobody's configuration
            return None
        name = parts[5][len(prefix) :]
        if last:
            name = name.rpartition("/")[2]
        for mark in end:
            name = name.partition(mark)[0]
        return Named(keep + name, (("region", parts[3]),) if parts[3] else ())

    return read


def function(text: str) -> Named | None:
    """A Lambda function: its name, ARN or partial ARN, with or without a version.

    Source: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
    """
    parts = text.split(":")
    if "function" not in parts:
        return Named(parts[0]) if len(parts) < 3 else None
    name = parts[parts.index("function") + 1 :]
    region = (("region", parts[3]),) if parts[0] == "arn" else ()
    return Named(name[0], region) if name else None


def family(text: str) -> Named | None:
    """An ECS task definition by its family, or family and revision."""
    return Named(text.partition(":")[0]) if not text.startswith("arn:") else None


def alias(text: str) -> Named | None:
    """An alias of a KMS key."""
    return Named(text) if text.startswith("alias/") else None


def queue_url(text: str) -> Named | None:
    """An SQS queue by its URL, `https://sqs.eu-west-1.amazonaws.com/123456789012/name`.

    Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
    """
    scheme, _, rest = text.partition("://")
    host, *path = rest.split("/")
    if scheme != "https" or len(path) != 2:
        return None
    labels = host.split(".")
    return Named(path[1], (("region", labels[1]),) if labels[0] == "sqs" and len(labels) > 3 else ())


def bucket_host(text: str) -> Named | None:
    """An S3 bucket by the host it is reached at, `logs.s3.eu-west-1.amazonaws.com`.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
    """
    if not text.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return None
    for mark in (".s3.", ".s3-"):
        name, found, _ = text.partition(mark)
        if found:
            return Named(name)
    return None


def path(collection: str, *scope: str, bare: bool = True) -> Form:
    """A Google resource by its name or by a path that ends in `COLLECTION/NAME`, such as its self link.

    `scope` are arguments that say in which collections it lies. Without `bare` only a path will do.
    Source: https://cloud.google.com/apis/design/resource_names
    """

    def read(text: str) -> Named | None:
        if "/" not in text:
            return Named(text) if bare else None
        steps = text.split("/")
        if len(steps) < 2 or steps[-2] != collection:
            return None
        around = dict(pairwise(steps))
        found = ((argument, around.get(f"{argument}s", "-")) for argument in scope)
        # A project may be given by its number, and `-` is any.
        return Named(steps[-1], tuple(pair for pair in found if pair[1] != "-" and not pair[1].isdigit()))

    return read


def key_ring(text: str) -> Named | None:
    """A Cloud KMS key ring: `projects/P/locations/L/keyRings/NAME`, `P/L/NAME` or `L/NAME`."""
    steps = text.split("/")
    if len(steps) == 6 and steps[::2] == ["projects", "locations", "keyRings"]:
        steps = steps[1::2]
    if not 2 <= len(steps) <= 3:
        return None
    return Named(steps[-1], tuple(zip(("location", "project"), steps[-2::-1], strict=False)))


def crypto_key(text: str) -> Named | None:
    """A Cloud KMS key, of a ring that is part of its name: its full path, `P/L/RING/NAME` or `L/RING/NAME`."""
    steps = text.split("/")
    if len(steps) >= 8 and steps[:8:2] == ["projects", "locations", "keyRings", "cryptoKeys"]:
        return Named(steps[7], (("key_ring", "/".join(steps[:6])),))
    if len(steps) == 4:
        project, location, ring, name = steps
        return Named(name, (("key_ring", f"projects/{project}/locations/{location}/keyRings/{ring}"),))
    return Named(steps[2]) if len(steps) == 3 else None


_ACCOUNTS = ".iam.gserviceaccount.com"


def service_account(text: str) -> Named | None:
    """A service account by its address, `ID@PROJECT.iam.gserviceaccount.com`, as a member or at the end of a path.

    Source: https://cloud.google.com/iam/docs/service-account-overview#identify-sa
    """
    address = text.removeprefix("serviceAccount:").rpartition("/")[2]
    name, at, domain = address.partition("@")
    if not at or not domain.endswith(_ACCOUNTS):
        return None
    return Named(name, (("project", domain[: -len(_ACCOUNTS)]),))


FORMS: Mapping[str, Form] = {
    "bucket-arn": arn("s3", end="/"),
    "bucket-host": bucket_host,
    "cloud-function": path("functions", "project", "location"),
    "compute-instance": path("instances", "project", "zone"),
    "crypto-key": crypto_key,
    "delivery-stream-arn": arn("firehose", "deliverystream/"),
    "ecs-cluster": either(arn("ecs", "cluster/"), plain),
    "function": function,
    "gke-cluster": path("clusters", "project", "location"),
    "key-alias": either(alias, arn("kms", "alias/", keep="alias/")),
    "key-ring": key_ring,
    "log-group": either(arn("logs", "log-group:", ":"), plain),
    "managed-zone": path("managedZones", "project"),
    "network": path("networks", "project"),
    "policy-arn": arn("iam", "policy/", last=True),
    "pubsub-topic": path("topics", "project"),
    "queue": either(queue_url, arn("sqs")),
    "repository": path("repositories", "project", "location"),
    "role-arn": arn("iam", "role/", last=True),
    "secret": path("secrets", "project"),
    "security-policy": path("securityPolicies", "project"),
    "service": path("services", "project", "location"),
    "service-account": service_account,
    "ssl-policy": path("sslPolicies", "project"),
    "stream-arn": arn("kinesis", "stream/"),
    "subnetwork": path("subnetworks", "project", "region"),
    "subscription": path("subscriptions", "project"),
    "table": either(arn("dynamodb", "table/", "/"), plain),
    "task-definition": either(arn("ecs", "task-definition/", ":"), family),
    "topic": either(arn("sns", end=":"), plain),
}
"""Every form, by the name it has in the files of `data/`."""
