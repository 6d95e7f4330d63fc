"""What holds for every test: with `BYLAW_REQUIRE_ALL_TESTS` set, a test skipped for want of a program is a failure."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

EXCUSED = ("this user may read every file", "python-hcl2 cannot read it")
"""Reasons for a skip that no installation can remove: a user who may read everything, and a peer that fails."""


@pytest.fixture(autouse=True)
def _same_recursion_limit() -> Iterator[None]:
    """The command makes room for deep recursion; other tests in the same process must not find it."""
    limit = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(limit)


def _skips(terminal: pytest.TerminalReporter) -> Iterator[str]:
    for report in terminal.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(excuse in reason for excuse in EXCUSED):
            yield f"{report.nodeid}: {reason}"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if not os.environ.get("BYLAW_REQUIRE_ALL_TESTS") or hasattr(session.config, "workerinput"):
        return
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = list(_skips(terminal)) if terminal is not None else []
    if skipped:
        terminal.write_line("\nTests that had to run were skipped:\n" + "\n".join(skipped), red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
