"""Links that need more than Terraform's own resource types: values that name resources, states, hidden references."""

from __future__ import annotations

from plan_samples import by_address, change, configured, constant, document, loaded, pairs, references, resource

BUCKET, BLOCK = "aws_s3_bucket.b", "aws_s3_bucket_public_access_block.b"


def test_an_expression_links_whatever_its_value() -> None:
    plan = document(
        [resource(BUCKET, {"bucket": "b"}), resource(BLOCK, {"bucket": "b"}), resource("aws_s3_bucket.c", {})],
        [],
        [configured(BUCKET, {}), configured(BLOCK, {"bucket": references("aws_s3_bucket.b.id")})],
    )
    assert pairs(loaded(plan).links) == {(BLOCK, BUCKET)}


def test_a_local_value_links_by_what_it_came_to() -> None:
    named = [resource(BUCKET, {"bucket": "known"}), resource("aws_s3_bucket.c", {"bucket": "other"})]
    plan = document(
        [*named, resource(BLOCK, {"bucket": "known", "tags": {"Name": "other"}})],
        [],
        [configured(BLOCK, {"bucket": references("local.name"), "tags": references("local.tags")})],
    )
    assert pairs(loaded(plan).links) == {(BLOCK, BUCKET)}


def test_a_local_value_that_is_unknown_may_be_anything() -> None:
    plan = document(
        [resource(BLOCK, {})],
        [change(BLOCK, "create", unknown={"bucket": True, "id": True})],
        [configured(BLOCK, {"bucket": references("aws_s3_bucket.b.id", "local.prefix", "var.x")})],
    )
    value = by_address(loaded(plan))[BLOCK].attributes["bucket"]
    assert [each.name for each in value.references] == [f"{BLOCK}.bucket", "var.x", "local.prefix"]


def test_references_in_nested_blocks_link() -> None:
    plan = document(
        [resource("aws_instance.i", {}), resource("aws_kms_key.k", {}), resource("aws_kms_key.other", {})],
        [],
        [configured("aws_instance.i", {"root_block_device": [{"kms_key_id": references("aws_kms_key.k.arn")}]})],
    )
    assert pairs(loaded(plan).links) == {("aws_instance.i", "aws_kms_key.k")}


def test_a_module_without_resources_is_followed() -> None:
    """Modules that only make names have no instances in the planned values."""
    plan = document(
        [resource(BUCKET, {}), resource(BLOCK, {})], [], [configured(BLOCK, {"bucket": references("module.name.id")})]
    )
    plan["configuration"]["root_module"]["module_calls"] = {
        "name": {
            "expressions": {"given": references("aws_s3_bucket.b.id")},
            "module": {"outputs": {"id": {"expression": references("var.given")}}, "variables": {"given": {}}},
        }
    }
    assert pairs(loaded(plan).links) == {(BLOCK, BUCKET)}


def test_modules_that_feed_each_other_in_a_circle_end() -> None:
    plan = document([resource(BLOCK, {})], [], [configured(BLOCK, {"bucket": references("module.a.out")})])
    call = {
        "expressions": {"x": references("module.a.out", "module.a")},
        "module": {"outputs": {"out": {"expression": references("var.x")}}},
    }
    plan["configuration"]["root_module"]["module_calls"] = {"a": call}
    assert loaded(plan).links == []


def test_resources_of_a_state_name_each_other_by_their_values() -> None:
    bucket = resource(BUCKET, {"id": "name-1", "arn": "arn:aws:s3:::name-1"})
    versioning = resource("aws_s3_bucket_versioning.b", {"id": "name-1", "bucket": "name-1"}, depends_on=[BUCKET])
    block = resource(BLOCK, {"id": "name-1", "bucket": "name-1"}, depends_on=[BUCKET])
    topic = resource("aws_sns_topic.t", {"id": "arn:t", "arn": "arn:t", "policy": "{}", "display_name": "name-1"})
    state = {
        "format_version": "1.0",
        "terraform_version": "1.11.4",
        "values": {"root_module": {"resources": [bucket, versioning, block, topic]}},
    }
    graph = loaded(state)
    assert pairs(graph.links) == {(versioning["address"], BUCKET), (BLOCK, BUCKET)}
    assert {each.action for each in graph.resources} == {None}


def test_without_a_configuration_only_ids_link() -> None:
    bucket = resource(BUCKET, {"id": "name-1", "arn": "arn:aws:s3:::name-1", "bucket": "name-1"})
    block = resource(BLOCK, {"id": "name-1", "bucket": "name-1"})
    topic = resource("aws_sns_topic.t", {"name": "name-1", "display_name": "topic", "kms_master_key_id": "arn:k"})
    key = resource("aws_kms_key.k", {"id": "k", "arn": "arn:k", "description": "topic"})
    graph = loaded(document([bucket, block, topic, key]))
    assert pairs(graph.links) == {(BLOCK, BUCKET), ("aws_sns_topic.t", "aws_kms_key.k")}


def test_equal_names_link_where_the_provider_says_so() -> None:
    plan = document(
        [
            resource(BUCKET, {"bucket": "same"}),
            resource(BLOCK, {"bucket": "same"}),
            resource("acme_b.b", {"bucket": "same"}),
        ],
        [],
        [configured(BLOCK, {"bucket": constant("same")}), configured("acme_b.b", {"bucket": constant("same")})],
    )
    assert pairs(loaded(plan).links) == {(BLOCK, BUCKET)}
