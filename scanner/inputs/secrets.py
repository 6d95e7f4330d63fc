"""Names by which secrets are known. What bears one is never shown in a report; verdicts do not depend on it.

A short list of plain names on purpose: a name that is missing here can be marked by the configuration itself, one too
many hides what a reader wants to see.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scanner.model.places import Place, Source

_VARIABLE_ENDINGS = (
    "password", "passwd", "pwd", "passphrase", "pass_phrase", "_pass",
    "secret", "secrets", "token", "credential", "credentials", "secret_key_base",
    "api_key", "apikey", "app_key", "appkey", "auth_key", "authkey", "access_key", "accesskey", "account_key",
    "accountkey", "secret_key", "secretkey", "private_key", "privatekey", "signing_key", "signingkey",
    "encryption_key", "encryptionkey", "master_key", "masterkey", "shared_key", "sharedkey", "jwt_key", "hmac_key",
    "license_key", "licensekey", "cookie_key", "connection_string", "connectionstring", "access_key_id",
)  # fmt: skip

_LINES = 8
"""As many lines of something unread are looked at; excerpts show fewer."""

_SHORTEST = 8
"""Shorter texts are not looked into."""

_ARGUMENT_ENDINGS = (
    "password", "passphrase", "_secret", "secret_string", "secret_binary", "secret_data", "secret_access_key",
    "access_key", "secret_key", "api_key", "private_key", "private_key_pem", "private_key_openssh", "shared_key",
    "connection_string", "auth_token", "access_token", "refresh_token", "bearer_token", "api_token", "oauth_token",
    "jwt_token", "secret_token", "verification_token", "sas_token", "sas_key", "client_key", "account_key", "auth_key",
    "policy_key", "principal_key", "customer_key", "preshared_key", "raw_key", "encryption_key_raw", "host_key_body",
    "private_key_base64", "https_key_base64", "secret_key_base64", "private_key_content_base64",
)  # fmt: skip

_ARGUMENTS = frozenset(
    (
        "token", "hec_token", "secret_values", "secret_arguments", "secure_environment_variables",
        "user_data_base64", "custom_data",
    )
)  # fmt: skip

_SCRIPTS = ("user_data", "metadata_startup_script", "startup_script")

_NAMES_OF_SECRETS = ("secret_manager_stored_", "secret_version_for_", "credentials_secret")
"""How arguments begin that end like a secret and hold the name of one."""


def is_secret_variable(name: str, value: str = "") -> bool:
    """Whether an environment variable, or an entry of a map, of this name or with this value is taken for a secret."""
    plain = name.lower().replace("-", "_").replace(".", "_")
    return plain.endswith(_VARIABLE_ENDINGS) or plain == "pass" or name.endswith("Pass") or is_secret_text(value)


def is_secret_text(value: str) -> bool:
    """Whether a text holds a private key, an address with a password in it, an access key or an assigned password."""
    if len(value) < _SHORTEST:
        return False
    authority = value.partition("://")[2].partition("/")[0]
    return ":" in authority.rpartition("@")[0] or _secret_text().search(value) is not None


@lru_cache(maxsize=1)
def _secret_text() -> re.Pattern[str]:
    return re.compile(
        r"PRIVATE KEY-----|(?<![A-Z0-9])A(?:KI|SI)A[A-Z0-9]{16}(?![A-Z0-9])"
        r"|(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_|glpat-|xox[abprs]-|sk_live_)"
        r"|(?i:password|passwd|pwd|secret|token|(?:access|account|api)_?key) ?= ?"
        r"[\"']?[^\s\"'$<{(%`;][^\s\"'$;]{2}"
    )


def hide_unread(source: Source, place: Place) -> None:
    """Hides what follows a name of a secret in text that could not be read, or that does not count: nothing else
    tells what it is.
    """
    for number in {*range(place.line, min(place.end_line, place.line + _LINES) + 1), place.end_line}:
        line = source.line(number)
        for found in _assignments().finditer(line):
            if is_secret_variable(found[1]) or is_secret_argument(found[1]):
                start = source.offset(number) + found.end()
                source.hide(start, start + len(line) - found.end())
                break


@lru_cache(maxsize=1)
def _assignments() -> re.Pattern[str]:
    return re.compile(r"([\w.-]{1,100}+)[\"']?[ \t]*+[:=][ \t]*+")


def is_secret_argument(name: str, value: object = None) -> bool:
    """Whether a provider's argument of this name holds a secret and not the name or address of one.

    Scripts that a machine runs when it starts do when their text looks so, and always when it is encoded.

    Source: the arguments that the schemas of the AWS, Azure, Google and Kubernetes providers call sensitive.
    """
    plain = name.removesuffix("_wo")  # arguments that are never kept in the state have the ending `_wo`
    if plain in _SCRIPTS:
        return isinstance(value, str) and is_secret_text(value)
    return plain in _ARGUMENTS or (plain.endswith(_ARGUMENT_ENDINGS) and not plain.startswith(_NAMES_OF_SECRETS))
