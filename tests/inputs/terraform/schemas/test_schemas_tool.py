"""The script that compiles the data: reading generated TypeScript, overlaying versions, encoding."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.terraform.schemas import BlockSchema
from scanner.inputs.terraform.schemas.store import Store

TOOLS = Path(__file__).resolve().parents[4] / "tools"
sys.path.insert(0, str(TOOLS))

from terraform_schema_compile import Attribute, Block, compile_package, disagreements, make_single, overlay  # noqa: E402
from terraform_schema_encoding import encode  # noqa: E402
from terraform_schema_package import Package, PackageError, Unit, read_package, read_unit  # noqa: E402

SOURCE = """
export interface ThingConfig extends cdktf.TerraformMetaArguments {
  /**
  * Docs at Terraform Registry: {@link https://example.org/docs/thing#label Thing#label}
  */
  readonly label: string;
  /**
  * disk block
  *
  * Docs at Terraform Registry: {@link https://example.org/docs/thing#disk Thing#disk}
  */
  readonly disk?: ThingDisk;
  /**
  * port block
  *
  * Docs at Terraform Registry: {@link https://example.org/docs/thing#port Thing#port}
  */
  readonly port?: ThingPort[] | cdktf.IResolvable;
}
export interface ThingDisk {
  readonly size?: number;
}
export function thingDiskToHclTerraform(struct?: ThingDisk): any {
  const attrs = {
    size: {
      value: cdktf.numberToHclTerraform(struct!.size),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
  };
}
export class ThingDiskOutputReference extends cdktf.ComplexObject {
  // size - computed: false, optional: true, required: false
  private _size?: number;
  public get size() {
    return this.getNumberAttribute('size');
  }
}
export class ThingPortOutputReference extends cdktf.ComplexObject {
  // range - computed: false, optional: true, required: false
  private _range?: string[];
  public get range() {
    return cdktf.Fn.tolist(this.getListAttribute('range'));
  }
}
export class ThingPortList extends cdktf.ComplexList {
  public get(index: number): ThingPortOutputReference {
    return new ThingPortOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export class Thing extends cdktf.TerraformResource {
  public static readonly tfResourceType = "aws_thing";

  // arn - computed: true, optional: false, required: false
  public get arn() {
    return this.getStringAttribute('arn');
  }

  // label - computed: false, optional: false, required: true
  private _label?: string;
  public get label() {
    return this.getStringAttribute('label');
  }

  // rules - computed: true, optional: true, required: false
  private _rules = new ThingPortList(this, "rules", true);
  public get rules() {
    return this._rules;
  }

  // disk - computed: false, optional: true, required: false
  private _disk = new ThingDiskOutputReference(this, "disk");
  public get disk() {
    return this._disk;
  }

  // port - computed: false, optional: true, required: false
  private _port = new ThingPortList(this, "port", false);
  public get port() {
    return this._port;
  }
}
"""


def package(source: str) -> Package:
    """A package with one resource."""
    unit = Unit()
    read_unit(source, unit)
    return Package("@cdktf/provider-aws", "1.0.0", "6.0.0", (unit,))


def test_generated_code_is_read() -> None:
    thing = compile_package(package(SOURCE))["aws_thing"]
    assert thing.attributes["arn"] == Attribute("string", False, False, True)
    assert thing.attributes["label"] == Attribute("string", True, False, False)
    assert thing.attributes["rules"].type == ["set", ["object", {"range": ["set", "string"]}]]
    assert {name: nesting for name, (nesting, _) in thing.blocks.items()} == {
        "rules": "set",
        "disk": "single",
        "port": "list",
    }
    assert thing.blocks["disk"][1].attributes == {"size": Attribute("number", False, True, False)}


def test_a_data_source_has_its_own_name() -> None:
    assert "data.aws_thing" in compile_package(package(SOURCE.replace("TerraformResource {", "TerraformDataSource {")))


def test_contradictions_in_a_package_are_found() -> None:
    assert not list(disagreements(package(SOURCE)))
    assert list(disagreements(package(SOURCE.replace("getNumberAttribute", "getListAttribute"))))


def test_a_class_that_is_not_declared_is_refused() -> None:
    with pytest.raises(PackageError, match="ThingPortList"):
        compile_package(package(SOURCE.replace("export class ThingPortList", "export class OtherList")))


def test_other_archives_are_refused(tmp_path: Path) -> None:
    import tarfile

    archive = tmp_path / "other.tgz"
    with tarfile.open(archive, "w:gz"):
        pass
    with pytest.raises(PackageError):
        read_package(archive)


def test_older_versions_add_what_was_removed_and_change_nothing_else() -> None:
    text = Attribute("string", False, True, False)
    newer = Block({"a": text}, {"filter": ("list", Block({"x": text}))})
    older = Block(
        {"a": Attribute("number", False, True, False), "b": Attribute("bool", True, False, False)},
        {"filter": ("single", Block({"y": text}))},
    )
    schemas = {"aws_thing": newer}
    overlay(schemas, {"aws_thing": older, "aws_old": older})
    assert newer.attributes == {"a": text, "b": Attribute("bool", False, True, False)}
    assert newer.blocks == {"filter": ("single", Block({"x": text, "y": text}))}
    assert schemas["aws_old"] is older


def test_a_block_can_be_declared_single() -> None:
    inner = Block({}, {"b": ("list", Block())})
    schemas = {"aws_thing": Block({}, {"a": ("set", inner)})}
    make_single(schemas, ["aws_thing.a.b", "azurerm_other.a"])
    assert schemas["aws_thing"].blocks["a"][0] == "set"
    assert inner.blocks["b"][0] == "single"
    with pytest.raises(PackageError):
        make_single(schemas, ["aws_thing.a.c"])


names = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
types = st.recursive(
    st.sampled_from(["string", "number", "bool", "dynamic"]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["list", "set", "map"]), inner).map(list),
        st.dictionaries(names, inner, max_size=4).map(lambda members: ["object", members]),
    ),
    max_leaves=6,
)
attributes = st.builds(Attribute, types, st.booleans(), st.booleans(), st.booleans())
blocks = st.recursive(
    st.builds(Block, st.dictionaries(names, attributes, max_size=4), st.just({}), st.booleans()),
    lambda inner: st.builds(
        Block,
        st.dictionaries(names, attributes, max_size=3),
        st.dictionaries(names, st.tuples(st.sampled_from(["single", "list", "set"]), inner), max_size=3),
        st.booleans(),
    ),
    max_leaves=5,
)


def same(block: Block, read: BlockSchema) -> None:
    """Fails unless `read` says what `block` says."""
    assert read.open == block.open
    assert set(read.attributes) == set(block.attributes)
    for name, attribute in block.attributes.items():
        found = read.attributes[name]
        settable = attribute.required or attribute.optional
        assert found.type == attribute.type
        assert found.required == attribute.required
        assert found.computed_only == (not settable)
        assert found.computed == (attribute.computed or not settable)
    assert set(read.blocks) == set(block.blocks)
    for name, (nesting, child) in block.blocks.items():
        assert read.blocks[name].nesting == nesting
        same(child, read.blocks[name].block)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(names.map("aws_{}".format), blocks, max_size=5), st.randoms(use_true_random=False))
def test_what_is_encoded_is_read_back(schemas: dict[str, Block], shuffle: random.Random) -> None:
    data = encode(schemas, {"version": "1.2.3"})
    store = Store(data)
    assert store.description() == {"version": "1.2.3"}
    assert store.types() == sorted(schemas)
    for name, block in schemas.items():
        found = store.find(name)
        assert found is not None
        same(block, found)
    order = list(schemas.items())
    shuffle.shuffle(order)
    assert encode(dict(order), {"version": "1.2.3"}) == data


def test_the_script_explains_itself() -> None:
    command = [sys.executable, str(TOOLS / "terraform_schemas.py"), "--help"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "--check" in shown
    assert "npm pack" in shown
