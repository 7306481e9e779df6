"""The form of a small conference: whole, and field by field."""

from pathlib import Path

FORM = """\
name = "Small Conf"
counter = "code-points"
newline = 1
source = "its form"
checked_on = 2026-11-20
confidence = "verified"

[[format]]
label = "Talk"
minutes = 30
speakers = [1, 2]

[[field]]
key = "title"
label = { en = "Session Title", zh = "标题" }
required = true
one_line = true

[[field]]
key = "abstract"
label = { en = "Abstract", zh = "摘要" }
required = true
max = 20

[[field]]
key = "format"
label = { en = "Format" }

[[field]]
key = "notes"
label = { en = "Notes", zh = "备注" }
markup = "markdown"
"""

HEAD = """\
name = "Small Conf"
counter = "code-points"
source = "its form"
checked_on = 2026-11-20
confidence = "verified"
"""
TITLE = """
[[field]]
key = "title"
label = { en = "Title", zh = "标题" }
required = true
one_line = true
"""
LEVEL = """
[[field]]
key = "level"
label = { en = "Level", zh = "难度" }
choices = ["Basic", "Deep"]
"""


def long_text(key: str, en: str, zh: str, most: int) -> str:
    """A required field of at most so many characters."""
    return f"""
[[field]]
key = "{key}"
label = {{ en = "{en}", zh = "{zh}" }}
required = true
max = {most}
"""


def put_form(folder: Path, *fields: str, head: str = HEAD) -> None:
    """Give a talk the form `small` of its own."""
    path = folder / "checklists" / "events" / "small.toml"
    path.parent.mkdir(parents=True)
    path.write_text(head + "".join(fields), encoding="utf-8")
