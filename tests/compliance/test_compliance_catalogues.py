"""The shipped catalogues, against their form and against what the frameworks say."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.compliance.check import check_frameworks
from scanner.compliance.errors import ComplianceError
from scanner.compliance.folder import frameworks_folder
from scanner.compliance.frameworks import (
    CATALOGUES,
    controls_text,
    load_frameworks,
    parse_controls,
    read_catalogues,
    read_themes,
    read_yaml,
    select_frameworks,
)

FOLDER = frameworks_folder()


@pytest.fixture(scope="module")
def catalogues() -> dict[str, Any]:
    return {name: read_yaml(FOLDER / f"{name}.yaml") for name in CATALOGUES}


def ids(data: Any) -> list[str]:
    return [control["id"] for control in data["controls"]]


def test_the_shipped_catalogues_are_in_order() -> None:
    assert check_frameworks() == []


def test_soc2_has_every_criterion(catalogues: dict[str, Any]) -> None:
    counts = {"CC1": 5, "CC2": 3, "CC3": 4, "CC4": 2, "CC5": 3, "CC6": 8, "CC7": 5, "CC8": 1, "CC9": 2}
    counts |= {"A1": 3, "C1": 2, "PI1": 5, "P1": 1, "P2": 1, "P3": 2, "P4": 3, "P5": 2, "P6": 7, "P7": 1, "P8": 1}
    assert ids(catalogues["soc2"]) == [f"{group}.{n}" for group, last in counts.items() for n in range(1, last + 1)]


# Phrases that stand in the criteria themselves; a title that shares one is not our own.
CRITERIA_PHRASES = """
integrity and ethical values | oversight | reporting lines | competent | accountable | quality information |
internal control | external parties | sufficient clarity | potential for fraud | ongoing and | separate evaluations |
deficiencies | mitigation | control activities | policies and procedures | logical access | segregation of duties |
external threats | physical access | malicious software | configurations | anomal | security events |
security incidents | business disruption | business partners | processing capacity | environmental | recovery plan |
confidential information | system inputs | system processing | choice and consent | explicit consent |
personal information | unauthorized | authorized disclosures | third parties | privacy commitments | data subjects |
inquiries
"""


def test_soc2_titles_are_our_own(catalogues: dict[str, Any]) -> None:
    phrases = [phrase.strip() for phrase in CRITERIA_PHRASES.split("|")]
    for control in catalogues["soc2"]["controls"]:
        title = control["title"].lower()
        assert len(title.split()) <= 8, control["id"]
        assert not [phrase for phrase in phrases if phrase in title], control["id"]


# Appendix A to Subpart C of 45 CFR Part 164, and 164.308(b)(3): required specifications and addressable ones.
ADDRESSABLE = """
164.308: (a)(3)(ii)(A) (a)(3)(ii)(B) (a)(3)(ii)(C) (a)(4)(ii)(B) (a)(4)(ii)(C) (a)(5)(ii)(A) (a)(5)(ii)(B)
  (a)(5)(ii)(C) (a)(5)(ii)(D) (a)(7)(ii)(D) (a)(7)(ii)(E)
164.310: (a)(2)(i) (a)(2)(ii) (a)(2)(iii) (a)(2)(iv) (d)(2)(iii) (d)(2)(iv)
164.312: (a)(2)(iii) (a)(2)(iv) (c)(2) (e)(2)(i) (e)(2)(ii)
"""
REQUIRED = """
164.308: (a)(1)(ii)(A) (a)(1)(ii)(B) (a)(1)(ii)(C) (a)(1)(ii)(D) (a)(4)(ii)(A) (a)(6)(ii)
  (a)(7)(ii)(A) (a)(7)(ii)(B) (a)(7)(ii)(C) (b)(3)
164.310: (d)(2)(i) (d)(2)(ii)
164.312: (a)(2)(i) (a)(2)(ii)
"""


def specifications(table: str) -> set[str]:
    section, found = "", set()
    for word in table.split():
        if word.endswith(":"):
            section = word[:-1]
        else:
            found.add(section + word)
    return found


def test_hipaa_flags_are_those_of_appendix_a(catalogues: dict[str, Any]) -> None:
    controls = catalogues["hipaa"]["controls"]
    addressable = {control["id"] for control in controls if control["requirement"] == "addressable"}
    assert addressable == specifications(ADDRESSABLE)
    assert len(addressable) == 22
    every = {control["id"] for control in controls if control["type"] == "implementation-specification"}
    required = {each for each in every - addressable if not each.startswith(("164.314", "164.316"))}
    assert required == specifications(REQUIRED)


def test_zero_trust_has_every_tenet_and_function(catalogues: dict[str, Any]) -> None:
    controls = catalogues["zero-trust"]["controls"]
    pillars = {"ID": 4, "DEV": 4, "NET": 4, "APP": 5, "DATA": 5, "X": 0}
    for pillar, functions in pillars.items():
        own = [control for control in controls if control["id"].startswith(f"ZTMM-{pillar}-")]
        cross = [control["id"].rpartition("-")[2] for control in own if control["cross_cutting"]]
        assert len(own) - len(cross) == functions
        assert cross == ["VIS", "AUTO", "GOV"]
    assert [control["id"] for control in controls if "-" not in control["id"]] == [f"T{n}" for n in range(1, 8)]


def test_every_theme_counts_somewhere(catalogues: dict[str, Any]) -> None:
    direct = {theme for data in catalogues.values() for control in data["controls"] for theme in control["themes"]}
    assert direct == {theme.id for theme in read_themes()}


def test_regions_agree_with_their_countries() -> None:
    data = read_yaml(FOLDER / "regions.yaml")
    eea = set(data["eea_countries"])
    status = {entry.get("country"): entry["status"] for entry in data["adequacy_decisions"]}
    assert len(eea) == 30 and set(data["presets"]["eu-only"]["countries"]) == eea - {"IS", "LI", "NO"}
    for provider, regions in data["regions"].items():
        assert len(regions) == data["counts"][provider] == len({region["code"] for region in regions})
        for region in regions:
            expected = "not-needed" if region["country"] in eea else status.get(region["country"], "none")
            assert region["adequacy"] == expected, region["code"]
            assert region["eea"] is (region["country"] in eea)
            assert region["adequate"] is (expected in ("not-needed", "full"))


def broken(catalogues: dict[str, Any], tmp_path: Path, name: str, change: Any) -> list[str]:
    """What is said of the catalogues after a change to one of them."""
    for each, data in catalogues.items():
        data = copy.deepcopy(data)
        if each == name:
            change(data)
        (tmp_path / f"{each}.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    (tmp_path / "themes.yaml").write_bytes((FOLDER / "themes.yaml").read_bytes())
    return check_frameworks(tmp_path)


CHANGES: dict[str, tuple[str, Any, str]] = {
    "twice": ("soc2", lambda d: d["controls"].append(d["controls"][0]), "stands twice"),
    "theme": ("gdpr", lambda d: d["controls"][5]["themes"].append("no-such"), "there is no theme"),
    "both": ("gdpr", lambda d: d["controls"][5]["themes"].append("data-classification"), "both direct and supporting"),
    "id": ("hipaa", lambda d: d["controls"][0].update(id="164.999(a)"), "not an id"),
    "crosswalk": ("soc2", lambda d: d["controls"].pop(17), "crosswalk to soc2"),
    "manual": ("soc2", lambda d: d["controls"][0].update(themes=["key-management"]), "themes"),
    "automated": ("nist-800-53", lambda d: d["controls"][4].update(themes=[]), "themes"),
    "parent": ("soc2", lambda d: d["controls"][0].update(parent="CC99"), "parent"),
    "reason": ("soc2", lambda d: d["controls"][20].update(rules={"include": ["a-b"]}), "reason"),
    "field": ("soc2", lambda d: d["controls"][0].update(colour="red"), "colour"),
    "name": ("gdpr", lambda d: d.update(framework="gpdr"), "calls itself"),
    "nist": ("nist-800-53", lambda d: d["controls"][4].update(themes=["least-privilege"]), "does not ask for it"),
}


@pytest.mark.parametrize(("name", "change", "word"), CHANGES.values(), ids=CHANGES.keys())
def test_mistakes_are_found(catalogues: dict[str, Any], tmp_path: Path, name: str, change: Any, word: str) -> None:
    said = broken(catalogues, tmp_path, name, change)
    assert any(word in each for each in said), said


def test_the_compiled_table_reads_back_as_it_was() -> None:
    frameworks = read_catalogues()
    assert parse_controls(controls_text(frameworks)) == frameworks
    assert load_frameworks() == frameworks


@pytest.mark.parametrize("cut", [0, 10, 400, -1])
def test_a_damaged_table_is_refused(cut: int) -> None:
    with pytest.raises(ComplianceError):
        parse_controls(controls_text(read_catalogues())[:cut])


def test_selection_keeps_the_catalogues_order_and_refuses_the_unknown() -> None:
    frameworks = load_frameworks()
    assert [each.id for each in frameworks] == list(CATALOGUES)
    assert [each.id for each in select_frameworks(frameworks, ["gdpr", "soc2"])] == ["soc2", "gdpr"]
    with pytest.raises(ComplianceError, match="iso27001"):
        select_frameworks(frameworks, ["iso27001"])


def test_a_missing_catalogue_is_an_error_of_this_room(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError):
        read_catalogues(tmp_path)
    with pytest.raises(ComplianceError):
        load_frameworks(tmp_path)
