"""The hooks for pre-commit are as its manifest wants them, and their commands exist."""

import re
from pathlib import Path

import pytest

MANIFEST = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
REQUIRED = {"id", "name", "entry", "language"}
KNOWN = REQUIRED | {"description", "files", "pass_filenames"}


def hooks() -> list[dict[str, str]]:
    """Read the flat YAML of the manifest: a list of mappings, one line per value."""
    found: list[dict[str, str]] = []
    for line in MANIFEST.read_text("utf-8").split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.startswith("- "):
            found.append({})
        key, _, value = line[2:].partition(": ")
        assert line[:2] in ("- ", "  ")
        found[-1][key] = value
    return found


def test_manifest_has_the_keys_that_pre_commit_wants():
    assert [hook["id"] for hook in hooks()] == ["cfp-lint", "script-check"]
    assert all(set(hook) <= KNOWN and set(hook) >= REQUIRED for hook in hooks())
    assert {hook["language"] for hook in hooks()} == {"python"}


@pytest.mark.parametrize(
    ("hook", "name", "meant"),
    [
        (0, "cfp.md", True),
        (0, "talks/a/cfp.kubecon-eu-2027.md", True),
        (0, "notcfp.md", False),
        (0, "cfp.toml", False),
        (1, "talks/a/script.zh.md", True),
        (1, "a/deck.pptx", True),
        (1, "script.md", False),
    ],
)
def test_hook_takes_the_files_meant_and_no_others(hook, name, meant):
    assert bool(re.search(hooks()[hook]["files"], name)) is meant


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_entry_of_a_hook_is_a_command_with_that_format(hook, speakprep_run):
    program, *words = hook["entry"].split(" ")
    code, out, _ = speakprep_run(*words[:2], "-h")
    assert (program, code) == ("speakprep", 0)
    assert "concise" in out
