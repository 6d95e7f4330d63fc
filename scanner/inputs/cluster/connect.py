"""Which clusters a kubeconfig or a pod's own service account gives, and a connection to one of them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from scanner.inputs.cluster.connection import Connection
from scanner.inputs.cluster.errors import NoConnection, shorten
from scanner.inputs.cluster.impersonation import Header, impersonation
from scanner.inputs.cluster.limits import Limits
from scanner.inputs.cluster.transport import Transport

IN_CLUSTER = "in-cluster"
"""Name of the cluster whose pod the audit runs in."""
_POD_NAMESPACE = "/var/run/secrets/kubernetes.io/serviceaccount/namespace"
_HELP = "name a kubeconfig with --kubeconfig or KUBECONFIG, and one of its contexts with --context"
_HELP_TLS = "see `client-certificate`, `client-key` and `certificate-authority` in it, or the same with `-data`"


@dataclass(frozen=True, slots=True)
class Target:
    """One cluster that can be connected to."""

    name: str
    """Name of the context, or `in-cluster`."""
    namespace: str | None
    """The context's own namespace."""
    load: Callable[[Any], None]
    """Sets the address and the credentials in a `kubernetes.client.Configuration`."""
    acting: Callable[[], tuple[Header, ...]] = tuple
    """Gives the headers that say whom to act as."""


def find_targets(
    kubeconfig: str | None = None, contexts: Sequence[str] = (), *, every: bool = False, in_cluster: bool = False
) -> list[Target]:
    """The clusters that are asked for: the named contexts, all of them, or the current one.

    `kubeconfig` is one or several files as in the variable `KUBECONFIG`, which counts when it is None, and after it
    `~/.kube/config`. Where no kubeconfig is named or found, the pod's own service account is used. Of clusters that
    several contexts reach, each context is one target.

    Raises:
        NoConnection: there is no such context, or no configuration at all.
    """
    named = kubeconfig or os.environ.get("KUBECONFIG") or ""
    files = named or os.path.expanduser("~/.kube/config")
    found = any(os.path.exists(os.path.expanduser(path)) for path in files.split(os.pathsep) if path)
    asked = bool(kubeconfig or contexts or every)
    if in_cluster or (not asked and not found and "KUBERNETES_SERVICE_HOST" in os.environ):
        return [Target(IN_CLUSTER, _pod_namespace(), _load_in_cluster)]
    if not found:
        raise NoConnection(f"there is no kubeconfig {shorten(files)}", _HELP)
    with _explained("the kubeconfig cannot be used"):
        return _from_files(files, contexts, every)


def _from_files(files: str, contexts: Sequence[str], every: bool) -> list[Target]:
    from kubernetes.config import kube_config

    library: Any = kube_config
    merged = library.KubeConfigMerger(files)
    if merged.config is None:
        raise NoConnection("the kubeconfig is empty", _HELP)
    known = _contexts(merged.config_files.values())
    chosen = list(known) if every else list(dict.fromkeys(contexts))
    if not chosen:
        # The first file that names one decides, as for kubectl; the client's own merger takes the last.
        current = (file.get("current-context") for file in merged.config_files.values())
        chosen = [name for name in current if name][:1]
    if not chosen:
        raise NoConnection("the kubeconfig has no current context", _HELP)
    missing = [name for name in chosen if name not in known]
    if missing:
        have = ", ".join(sorted(known)) or "none"
        raise NoConnection(f"the kubeconfig has no context {shorten(repr(missing[0]))}", f"it has {shorten(have)}")
    return [Target(name, known[name], partial(_load, merged, name), partial(_acting, merged, name)) for name in chosen]


def _contexts(files: Any) -> dict[str, str | None]:
    """Names of contexts and their namespaces, the first of a name counts."""
    found: dict[str, str | None] = {}
    for file in files:
        for entry in file.get("contexts") or ():
            namespace = (entry.get("context") or {}).get("namespace")
            found.setdefault(str(entry["name"]), namespace if isinstance(namespace, str) else None)
    return found


def _load(merged: Any, context: str, configuration: Any) -> None:
    _loader(merged, context).load_and_set(configuration)


def _acting(merged: Any, context: str) -> tuple[Header, ...]:
    user = _loader(merged, context)._user
    return impersonation(user.value) if user else ()


def _loader(merged: Any, context: str) -> Any:
    """The client library's own, of one context."""
    from kubernetes.config import kube_config

    library: Any = kube_config
    loader = library.KubeConfigLoader(
        config_dict=merged.config,
        active_context=context,
        config_base_path=None,
        config_persister=merged.save_changes,
    )
    user = loader._user
    if user and user.value.get("token") and _can_be_read(user.value.get("tokenFile"), user.path):
        # For kubectl the file wins, for the library the token. The original stays whole: the library may save it.
        loader._user = library.ConfigNode(
            user.name, {key: value for key, value in user.value.items() if key != "token"}, user.path
        )
    return loader


def _can_be_read(file: Any, kubeconfig: str | None) -> bool:
    """Whether a token file of a kubeconfig has something in it."""
    if not isinstance(file, str) or not file:
        return False
    try:
        with open(os.path.join(os.path.dirname(os.path.abspath(kubeconfig or "")), file), encoding="utf-8") as stream:
            return bool(stream.read(2**16).strip())
    except (OSError, ValueError):
        return False


def _load_in_cluster(configuration: Any) -> None:
    from kubernetes.config import incluster_config

    library: Any = incluster_config
    library.load_incluster_config(client_configuration=configuration)


def _pod_namespace() -> str | None:
    try:
        with open(_POD_NAMESPACE, encoding="utf-8") as file:
            return file.read(300).strip() or None
    except OSError:
        return None


def connect(
    target: Target,
    limits: Limits | None = None,
    stop: threading.Event | None = None,
    on_request: Callable[[str, str], None] | None = None,
) -> Connection:
    """A connection to one cluster; nothing has been asked of it yet.

    `on_request` is told method and path, with the query, of every request that is sent.

    Raises:
        NoConnection: the configuration or the credentials cannot be used.
    """
    bounds = limits or Limits()
    stopped = stop or threading.Event()
    with _explained(f"the configuration of {shorten(target.name)} cannot be used") as said:
        from kubernetes.client.configuration import Configuration
        from kubernetes.client.rest import RESTClientObject

        configuration = Configuration()
        configuration.connection_pool_maxsize = bounds.workers + 1
        target.load(configuration)
        acting = target.acting()
        if said and not _has_credentials(configuration):
            raise NoConnection(f"there are no credentials for {shorten(target.name)}: {_safe(said[0])}")
        _check_certificates(configuration)
        pool = RESTClientObject(configuration).pool_manager
        if not configuration.verify_ssl:
            _silence()
    credentials = _Credentials(target, configuration, acting)
    transport = Transport(configuration.host, pool, credentials.headers, bounds, stopped, on_request)
    connection = Connection(target.name, target.namespace, transport, configuration.host, stopped)
    connection.verified = bool(configuration.verify_ssl) and str(configuration.host).startswith("https:")
    return connection


def _check_certificates(configuration: Any) -> None:
    """What is wrong with the files here would look like a connection that breaks, and be tried again and again.

    Raises:
        NoConnection: they cannot be used.
    """
    import ssl

    if not str(configuration.host).startswith("https:"):
        return
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    what = "client certificate"
    try:
        if configuration.cert_file:
            context.load_cert_chain(configuration.cert_file, configuration.key_file, password=lambda: "")
        what = "certificate authority"
        if configuration.ssl_ca_cert and configuration.verify_ssl:
            context.load_verify_locations(configuration.ssl_ca_cert)
    except (OSError, ValueError) as error:  # errors of TLS are of the system
        raise NoConnection(f"the {what} of the kubeconfig cannot be used: {shorten(error)}", _HELP_TLS) from None


def _silence() -> None:
    """Keeps urllib3 from warning at every request that the server is not verified; a problem says it once."""
    import warnings

    from urllib3.exceptions import InsecureRequestWarning

    warnings.filterwarnings("ignore", category=InsecureRequestWarning)


def _has_credentials(configuration: Any) -> bool:
    return bool(configuration.api_key or configuration.cert_file)


class _Credentials:
    """The headers that say who asks, renewed by the client library when they expire."""

    def __init__(self, target: Target, configuration: Any, acting: tuple[Header, ...]) -> None:
        self._target = target
        self._configuration = configuration
        self._acting = acting
        self._lock = threading.Lock()

    def headers(self, refused: bool) -> list[Header]:
        """Headers; new credentials are fetched when the last ones were refused. Raises NoConnection."""
        with self._lock, _explained("the credentials cannot be renewed"):
            if refused:
                self._target.load(self._configuration)
            settings: Mapping[str, Any] = self._configuration.auth_settings()
            own = [(str(one["key"]), _header(str(one["value"]))) for one in settings.values() if one.get("value")]
            return [*own, *self._acting]


def _header(value: str) -> str:
    """`Bearer <token>`, whatever the case and the line ends of the file it comes from."""
    scheme, _, rest = value.strip().partition(" ")
    return f"{scheme.capitalize()} {rest.strip()}"


@contextmanager
def _explained(what: str) -> Iterator[list[str]]:
    """Turns whatever the client library raises into NoConnection, and collects what it would log.

    The library logs why a credential plugin failed, and goes on without credentials.
    """
    import logging

    said: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    collector = Collector(logging.ERROR)
    root = logging.getLogger()
    root.addHandler(collector)
    try:
        yield said
    except NoConnection:
        raise
    except Exception as error:
        raise NoConnection(f"{what}: {_safe(error) or type(error).__name__}", _HELP) from error
    finally:
        root.removeHandler(collector)


def _safe(said: Any) -> str:
    """What the client library says, up to where it may quote a user of the kubeconfig, token and all."""
    return shorten(str(said).partition("{")[0])
