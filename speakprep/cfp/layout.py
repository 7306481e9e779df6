"""How an empty cfp.md is laid out: headings, and hints as comments, which no form counts."""

from collections.abc import Mapping, Sequence

from speakprep.cfp.model import Question
from speakprep.cfp.parts import parts_for, question_for
from speakprep.event.counting import UNITS
from speakprep.event.model import Field, Profile
from speakprep.talk.language import Language

_LANGUAGE_NAMES: dict[Language, dict[Language, str]] = {
    "en": {"en": "English", "zh": "Chinese"},
    "zh": {"en": "英文", "zh": "中文"},
}


_LABELS: dict[Language, tuple[str, str, str]] = {
    "en": ("Why: ", "Good: ", "Weak: "),
    "zh": ("为什么问：", "好的例子：", "弱的例子："),
}


def new_proposal(
    profile: Profile,
    questions: Sequence[Question],
    language: Language,
    bodies: Mapping[str, str] | None = None,
) -> str:
    """Write a proposal: a heading per field, what reviewers ask, and what is known already.

    `bodies` are the texts of fields by their keys; a field without one gets a mark to
    write below for each of its parts.
    """
    lines = [f"<!-- {line} -->" for line in _preamble(profile, language)]
    for field in profile.fields:
        lines += ["", f"## {field.called(language)}", ""]
        lines += [_comment(hint) for hint in hints(field, profile, questions, language)]
        if words := (bodies or {}).get(field.key, ""):
            lines += ["", words]
            continue
        for question in parts_for(field, profile, questions):
            asked = _asked(question, language)
            lines += ["", _comment([f"{question.part}: {asked[0]}", *asked[1:]])]
    return "\n".join(lines) + "\n"


def hints(
    field: Field, profile: Profile, questions: Sequence[Question], language: Language
) -> list[list[str]]:
    """Say what a field takes, then what reviewers ask and why, with two examples."""
    found = [limits(field, language)]
    if field.choices:
        found.append(" | ".join(field.choices))
    if field.note:
        found.append(field.note.get(language, field.note["en"]))
    question = question_for(field, questions)
    in_parts = parts_for(field, profile, questions)
    asked = [_asked(question, language)] if question and not in_parts else []
    return [*([line] for line in found), *asked]


def _asked(question: Question, language: Language) -> list[str]:
    return [question.ask.get(language, question.ask["en"]), *explained(question, language)]


def _comment(lines: Sequence[str]) -> str:
    return "<!-- " + "\n     ".join(_harmless(line) for line in lines) + " -->"


def explained(question: Question, language: Language) -> list[str]:
    """Say why a question is asked, and what a good and a weak answer look like."""
    said = zip(_LABELS[language], (question.why, question.good, question.weak), strict=True)
    return [label + words.get(language, words["en"]) for label, words in said]


def limits(field: Field, language: Language) -> str:
    """Say whether a field must be filled in, and how long it may be.

    For example: "required, at most 1000 characters".
    """
    required, optional, longest, comma = {
        "en": ("required", "may stay empty", "at most {} {}", ", "),
        "zh": ("必填", "可留空", "最多 {} {}", "，"),
    }[language]
    said = required if field.required else optional
    if field.at_most is None:
        return said
    return said + comma + longest.format(field.at_most, UNITS[field.counter][language])


def language_wanted(profile: Profile, language: Language) -> str:
    """Say which language the form must be filled in in, if it is another than `language`."""
    if profile.language is None or profile.language == language:
        return ""
    name = _LANGUAGE_NAMES[language][profile.language]
    return {
        "en": f"The form wants {name}; a first draft may be in another language.",
        "zh": f"表单要用{name}提交，初稿可以先用别的语言写。",
    }[language]


def _preamble(profile: Profile, language: Language) -> list[str]:
    lines = {
        "en": [
            f"{profile.name}: write below each heading; comments like this one are not counted.",
            "Then type: speakprep cfp lint",
        ],
        "zh": [
            f"{profile.name}：在每个标题下面填写，这样的注释不计入字数。",
            "写好后运行：speakprep cfp lint",
        ],
    }[language]
    lines += filter(None, [language_wanted(profile, language)])
    if agreements := profile.agreements.get(language, profile.agreements.get("en")):
        agree, semicolon = {
            "en": ("With the form you agree to: ", "; "),
            "zh": ("提交表单即同意：", "；"),
        }[language]
        lines.append(agree + semicolon.join(agreements))
    return [_harmless(line) for line in lines]


def _harmless(text: str) -> str:
    """Keep a profile's own words from ending the comment they stand in."""
    return text.replace("--", "- -").replace("\n", " ")
