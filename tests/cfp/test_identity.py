import dataclasses
from collections.abc import Callable

import pytest

from speakprep.cfp.files import parse_proposal
from speakprep.cfp.identity import identity_findings
from speakprep.event.model import Profile

Make = Callable[..., Profile]

LINE = 'name = "Small Conf"'
Found = list[tuple[str, str, int | None]]


def _found(make_form: Make, text: str, *, blind: str = "double") -> Found:
    form = make_form(old=LINE, new=f'{LINE}\nblind = "{blind}"')
    biography = make_form(old='key = "notes"', new='key = "biography"').fields[-1]
    form = dataclasses.replace(form, fields=(*form.fields, biography))
    proposal = parse_proposal(text, "cfp.md", form)
    findings = identity_findings(proposal, ("Ana Silva", "陈晓", "X"), "en")
    assert all(finding.code == "CFP116" for finding in findings)
    return [(finding.level, finding.evidence, finding.place.line) for finding in findings]


@pytest.mark.parametrize(
    ("abstract", "found"),
    [
        ("ana  silva shows how.", [("error", "ana  silva", 2)]),
        ("本次由陈晓分享。", [("error", "陈晓", 2)]),
        ("See\nhttps://github.com/anasil/x", [("error", "anasil", 3)]),
        ("At Acme Cloud we did it.", [("warning", "Acme Cloud", 2)]),
        ("我们在云帆这样做。", [("warning", "云帆", 2)]),
        ("<!-- Ana Silva --> We did it. Anastasia too.", []),
    ],
)
def test_words_that_tell_who_speaks_are_found(make_form: Make, abstract: str, found: Found) -> None:
    bio = "Ana Silva is an engineer at Acme Cloud. github.com/anasil 就职于云帆公司。"
    text = f"## Abstract\n{abstract}\n\n## biography\n\n{bio}\n"
    assert _found(make_form, text) == found


@pytest.mark.parametrize("blind", ["no", "single"])
def test_names_may_stand_where_the_review_shows_them(make_form: Make, blind: str) -> None:
    assert _found(make_form, "## Abstract\nAna Silva\n", blind=blind) == []
