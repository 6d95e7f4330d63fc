"""Names and texts that are taken for secrets, and those that are not."""

from __future__ import annotations

import pytest

from scanner.inputs.secrets import hide_unread, is_secret_argument, is_secret_text, is_secret_variable
from scanner.inputs.terraform import load_text
from scanner.inputs.terraform.secrets import labels_of, marked
from scanner.model.places import Source
from scanner.model.values import Array, Object, Unknown


@pytest.mark.parametrize(
    "name",
    ["DB_PASSWORD", "password", "dbPassword", "API_TOKEN", "api-key", "spring.datasource.password", "ADMIN_PASS",
     "adminPass", "AWS_SECRET_ACCESS_KEY", "storageAccessKey", "CLIENT_SECRET", "SECRET_KEY_BASE", "ConnectionString"],
)  # fmt: skip
def test_variables(name: str) -> None:
    assert is_secret_variable(name)


@pytest.mark.parametrize(
    "name",
    ["LOG_LEVEL", "PASSWORD_FILE", "TOKEN_URL", "SECRET_NAME", "BYPASS", "KEY", "keyboard", "compass", "DB_SECRET_ARN"],
)
def test_other_variables(name: str) -> None:
    assert not is_secret_variable(name)


@pytest.mark.parametrize(
    "text",
    ["postgres://u:hunter22@db/x", "-----BEGIN RSA PRIVATE KEY-----", "x AKIAIOSFODNN7EXAMPLE y", "Password=hunter22;",
     "export API_KEY='hunter22'", "glpat-abcdefghij", "redis://:hunter22@cache:6379"],
)  # fmt: skip
def test_texts(text: str) -> None:
    assert is_secret_text(text)
    assert is_secret_variable("HARMLESS", text)


@pytest.mark.parametrize(
    "text",
    ["", "postgres://db/x", "postgres://u@db/x", "https://example.com/a:b@c", "PASSWORD=$(get)", 'TOKEN="$TOKEN"',
     "secret = ${var.x}", "XAKIAIOSFODNN7EXAMPLEX", "a password is needed", "password="],
)  # fmt: skip
def test_other_texts(text: str) -> None:
    assert not is_secret_text(text)


@pytest.mark.parametrize(
    "name",
    ["password", "master_password", "administrator_login_password", "admin_password_wo", "secret_string",
     "client_secret", "private_key", "private_key_pem", "connection_string", "access_key", "secret_key", "token",
     "auth_token"],
)  # fmt: skip
def test_arguments(name: str) -> None:
    assert is_secret_argument(name)


@pytest.mark.parametrize(
    "name",
    ["secret_id", "secret", "secret_arn", "kms_key_id", "public_key", "client_secret_setting_name", "password_length",
     "master_user_secret_kms_key_id", "token_endpoint", "secret_version_for_api_key", "key_name",
     "user_data", "next_token"],
)  # fmt: skip
def test_other_arguments(name: str) -> None:
    assert not is_secret_argument(name)


def test_only_texts_are_marked_and_only_where_they_stand() -> None:
    graph = load_text(
        'resource "aws_db_instance" "a" {\n  password = "x"\n  manage_master_user_password = true\n}\n'
        'resource "aws_secretsmanager_secret_version" "b" {\n  secret_id = "s"\n}\n'
        'resource "aws_instance" "c" {\n  user_data = "echo"\n  tags = { Name = "n", Token = "t" }\n}\n'
    )
    database, version, instance = (resource.attributes for resource in graph.resources)
    assert database.sensitive == {"password"}
    assert version.sensitive == frozenset()
    assert instance.sensitive == frozenset()
    assert instance["tags"].sensitive == {"Token"}
    assert graph.resources[2].labels is instance["tags"]


def test_containers_without_secrets_stay_the_same() -> None:
    plain = Object({"a": [{"b": 1}], "c": Object({"d": "e"}), "f": Array([Object({"name": "X", "value": "y"})])})
    assert marked(plain, "other_thing", None) is plain


def test_pairs_blocks_and_types() -> None:
    pair = {"name": "API_TOKEN", "value": "x"}
    attributes = Object({"env": [pair], "secret": [{"name": "a", "value": "x"}], "data": {"k": "x"}, "value": "y"})
    found = marked(attributes, "kubernetes_secret", None)
    assert found == attributes
    assert found["env"][0].sensitive == {"value"}
    assert found["secret"][0].sensitive == {"value"}
    assert found["data"].sensitive == {"k"}
    assert marked(attributes, "aws_ssm_parameter", None).sensitive == {"value"}


def test_labels_of_a_resource_whose_tags_are_secret() -> None:
    tags = {"a": "b"}
    assert labels_of(Object({"tags": tags})) == tags
    assert labels_of(Object({"tags": tags}, sensitive=frozenset(("tags",)))).sensitive == {"a"}  # type: ignore[attr-defined]
    assert labels_of(Object({"tags": Unknown("x"), "labels": tags})) == {}
    assert labels_of(Object({"tags": {}, "labels": tags})) == tags


def test_text_that_was_not_read() -> None:
    source = Source("a", "x = 1\n  password = \"one\" two\n'api-key': three, four\nbypass = five\n")
    hide_unread(source, source.place(0, len(source.text)))
    assert [source.hidden(number) for number in range(1, 5)] == [[], [(13, 22)], [(11, 22)], []]
