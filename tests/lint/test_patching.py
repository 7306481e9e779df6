import pytest

from speakprep.lint.patching import changed_lines, unified_diff


def test_no_change_has_no_diff() -> None:
    assert unified_diff("a\n", "a\n", "x") == ()


def test_changes_near_each_other_share_a_hunk_and_others_do_not() -> None:
    rows = [f"{n}" for n in range(20)]
    after = [*rows]
    after[2], after[3], after[15] = "A", "B", "C"
    diff = unified_diff("\n".join(rows), "\n".join(after), "cfp.md")
    assert diff == (
        *("--- cfp.md", "+++ cfp.md", "@@ -1,7 +1,7 @@", " 0", " 1", "-2", "-3", "+A", "+B"),
        *(" 4", " 5", " 6", "@@ -13,7 +13,7 @@", " 12", " 13", " 14", "-15", "+C"),
        *(" 16", " 17", " 18"),
    )


@pytest.mark.parametrize(
    ("before", "after", "rows"),
    [
        ("a", "b", ["-a", "\\ No newline at end of file", "+b", "\\ No newline at end of file"]),
        ("a\n", "b\n", ["-a", "+b"]),
        ("x\na", "y\na", ["-x", "+y", " a", "\\ No newline at end of file"]),
    ],
)
def test_missing_last_line_end_is_said(before: str, after: str, rows: list[str]) -> None:
    assert list(unified_diff(before, after, "x")[3:]) == rows


def test_lines_that_differ_are_counted() -> None:
    assert changed_lines("a\nb\nc", "a\nB\nC") == (1, 2)
