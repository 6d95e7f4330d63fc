"""`bylaw audit` without a cluster: arguments and settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.cli.audit import audit_parser
from scanner.cli.main import main
from scanner.settings import SettingsError, read_settings


def test_there_is_no_kubeconfig(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--kubeconfig", str(tmp_path / "none")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "there is no kubeconfig" in captured.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[audit]\nqps = true\n", "qps must be a number"),
        ("[audit]\nqps = 0\n", "above 0"),
        ("[audit]\nrequest-timeout = -1\n", "above 0"),
        ('[audit]\ncontexts = "one"\n', "list of strings"),
        ("[audit]\nnope = 1\n", "there is no setting 'nope'"),
        ("audit = 1\n", "a table is wanted"),
    ],
)
def test_settings_that_cannot_be_understood(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "bylaw.toml").write_text(text)
    with pytest.raises(SettingsError, match=said):
        read_settings({}, {}, str(tmp_path / "bylaw.toml"))


def test_arguments_win_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "bylaw.toml"
    file.write_text('[audit]\nkubeconfig = "k"\nnamespaces = ["a"]\nqps = 5\nsecrets = true\n')
    options = vars(audit_parser().parse_args(["--namespace", "b", "--namespace", "c", "--request-timeout", "3"]))
    given = {name: tuple(each) if isinstance(each, list) else each for name, each in options.items()}
    settings = read_settings(given, {}, str(file))
    assert (settings.namespaces, settings.request_timeout, settings.qps) == (("b", "c"), 3.0, 5.0)
    assert (settings.secrets, settings.kubeconfig, settings.contexts) == (True, str(tmp_path / "k"), ())
