"""The translation as a file for somebody else: to speak, to read, for a translator's tool."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from importlib.metadata import version
from pathlib import Path
from shlex import quote as quoted

from speakprep.errors import InputError, UsageError
from speakprep.script.export import markdown
from speakprep.script.model import Script
from speakprep.script.plain import parts_of
from speakprep.script.timing import DEFAULT_PACE, Pace
from speakprep.talk.disk import locked, read_bytes, write_atomic
from speakprep.talk.report import Report
from speakprep.talk.resources import find_resource
from speakprep.talk.templates import parse_template, render
from speakprep.talk.workspace import Workspace
from speakprep.translation import files
from speakprep.translation.actions.opening import translated
from speakprep.translation.actions.reporting import placed_now
from speakprep.translation.formats import table, tmx, xliff1, xliff2
from speakprep.translation.formats.model import FINAL_FORMS, Bundle, Form
from speakprep.translation.formats.page import DRAFT, TEMPLATE, page_inputs
from speakprep.translation.formats.subtitles import both_tracks
from speakprep.translation.formats.units import bundle_of
from speakprep.translation.model import Direction
from speakprep.translation.snapshot import Snapshot, read_snapshot

_SOURCES = ("*.toml", "*.jsonl", "*.pptx", "script.*.md", "cfp.md", "cfp.*.md")
"""Names of files that the talk is made of: no export takes their place."""

_WORKING: frozenset[Form] = frozenset({"xliff", "xliff2", "csv"})
"""Forms that come back: a translator works on them."""

_PAGE_CHARACTERS = 64_000_000
"""Of a page: far more than 10,000 places of 1,000 characters on both sides."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to export: `draft` allows unsigned text, `pace` is of the translation's language."""

    form: Form
    draft: bool = False
    pace: Pace = DEFAULT_PACE


@dataclass(frozen=True, kw_only=True)
class Exported:
    """An export: `text` is the whole of it, empty when it went to files.

    `places` are in it, of which `unsigned` are not signed; `left_out` are places that
    are not in it; `draft` tells whether it is marked as one.
    """

    form: Form
    direction: Direction
    places: int
    unsigned: int
    left_out: int
    draft: bool
    text: str = ""


def export(
    workspace: Workspace,
    direction: Direction,
    wanted: Wanted,
    *,
    out: Path | None = None,
    replaces: bool = False,
) -> Report[Exported]:
    """Export a translation; without a file to write, the text is in the facts.

    Files that people read or hear as they are hold signed text only, unless they are
    marked as drafts. XLIFF and CSV are for working on and carry the state of every place.
    A translation memory is applied by tools without asking, so it holds what is signed.

    Args:
        workspace: the talk.
        direction: from which language into which.
        wanted: what to write.
        out: the file; subtitles are two, named after it and their languages.
        replaces: whether files that are there may be replaced.

    Raises:
        UsageError: something is unsigned, `out` is there already or a file of the talk.
        InputError: there is no translation, or a file cannot be read.
        StorageError: the file cannot be written.
    """
    form = wanted.form
    if form == "srt" and out is None:
        raise UsageError("srt is two files", hint="add --out, such as --out talk.srt")
    # A translator may begin with nothing but the source.
    snapshot = (read_snapshot if form in _WORKING else translated)(workspace, direction)
    bundle = _bundle(workspace, snapshot)
    kept = _allowed(bundle, form, draft=wanted.draft)
    marked = form in FINAL_FORMS and bool(kept.unsigned)
    texts = _texts(workspace, snapshot, kept, replace(wanted, draft=marked))
    written: tuple[str, ...] = ()
    if out is not None:
        named = zip(paths_of(out, form, direction), texts.values(), strict=True)
        written = _write(workspace, dict(named), replaces=replaces)
    facts = Exported(
        form=form,
        direction=direction,
        places=len(kept.units),
        unsigned=len(kept.unsigned),
        left_out=len(bundle.units) - len(kept.units),
        draft=marked,
        text="" if out is not None else "".join(texts.values()),
    )
    return Report(facts=facts, written=written, next=_next(facts, written))


def paths_of(out: Path, form: Form, direction: Direction) -> tuple[Path, ...]:
    """Return the files an export writes: two for subtitles, the talk's own language last."""
    if form != "srt":
        return (out,)
    suffix = out.suffix or ".srt"
    languages = direction.target, direction.source
    return tuple(out.with_name(f"{out.stem}.{language}{suffix}") for language in languages)


def _bundle(workspace: Workspace, snapshot: Snapshot) -> Bundle:
    """Return every place as it stands now, under the talk's title and the source's file."""
    direction = snapshot.direction
    return bundle_of(
        placed_now(workspace, snapshot),
        direction,
        title=workspace.talk.title,
        source_file=files.script_path(workspace, direction.source).name,
    )


def _allowed(bundle: Bundle, form: Form, *, draft: bool) -> Bundle:
    """Return what may leave in this form.

    Raises:
        UsageError: nothing may.
    """
    if form == "tmx":
        wanted = {"signed", "edited", "machine", "flagged"} if draft else {"signed"}
        kept = tuple(unit for unit in bundle.units if unit.standing in wanted)
        if kept:
            return replace(bundle, units=kept)
    elif form not in FINAL_FORMS or draft or not bundle.unsigned:
        return bundle
    target = bundle.direction.target
    found = sum(unit.standing == "flagged" for unit in bundle.unsigned)
    pending = sum(unit.standing in {"missing", "stale"} for unit in bundle.unsigned)
    kinds = {"with findings": found, "to be translated": pending}
    details = ", ".join(f"{number} {what}" for what, number in kinds.items() if number)
    message = f"{len(bundle.unsigned)} of {len(bundle.units)} places are not signed"
    message += f" ({details})" if details else ""
    hint = f"sign them: speakprep translate review --to {target}; or mark it as one: --draft"
    raise UsageError(f"{message}; nothing was written", hint=hint)


def _texts(
    workspace: Workspace, snapshot: Snapshot, bundle: Bundle, wanted: Wanted
) -> Mapping[str, str]:
    """Return the files by their language, which is empty where there is one file."""
    form, title = wanted.form, _title(snapshot.present)
    if form == "md":
        text = markdown(parts_of(snapshot.present), title or bundle.title, bundle.direction.target)
        return {"": f"**{DRAFT}**\n\n{text}" if wanted.draft else text}
    if form == "srt":
        given, source = parts_of(snapshot.present), parts_of(snapshot.source)
        there, here = both_tracks(given, source, wanted.pace, draft=wanted.draft)
        if not there:
            raise InputError(
                "has no text to show on any slide",
                file=files.shown_script(workspace, bundle.direction.target),
            )
        return {bundle.direction.target: there, bundle.direction.source: here}
    if form == "html":
        template = parse_template(find_resource(workspace.shelves, TEMPLATE))
        inputs = page_inputs(bundle, snapshot.slides, title, draft=wanted.draft)
        return {"": render(template, inputs, html=True, at_most=_PAGE_CHARACTERS)}
    tools: Mapping[Form, Callable[[Bundle], str]] = {
        "xliff": xliff1.render,
        "xliff2": xliff2.render,
        "tmx": lambda units: tmx.render(units, version("speakprep")),
        "csv": table.render,
    }
    return {"": tools[form](bundle)}


def _title(script: Script) -> str:
    """Return the title that the translated script begins with; empty where it has none."""
    first = script.preamble.removeprefix("\ufeff").partition("\n")[0]
    return first.removeprefix("# ").strip() if first.startswith("# ") else ""


def _write(workspace: Workspace, texts: Mapping[Path, str], *, replaces: bool) -> tuple[str, ...]:
    """Write the files; all are looked at before the first is written."""
    before: dict[Path, bytes | None] = {}
    for path in texts:
        name = workspace.name(path)
        if any(fnmatchcase(path.name, source) for source in _SOURCES):
            raise UsageError(
                "is the name of one of the talk's own files", file=name, hint="name another file"
            )
        if path.exists() and not replaces:
            raise UsageError("exists already", file=name, hint="name another file, or add --yes")
        before[path] = read_bytes(path) if path.exists() else None
    with locked(workspace.folder):
        for path, text in texts.items():
            data = text.encode("utf-8", "replace")
            write_atomic(path, data, within=path.parent, expected=before[path])
    return tuple(workspace.name(path) for path in texts)


def _next(facts: Exported, written: tuple[str, ...]) -> str:
    target = facts.direction.target
    if written and facts.form in _WORKING:
        return f"speakprep translate import {quoted(written[0])} --to {target}"
    return f"speakprep translate review --to {target}" if facts.unsigned and written else ""
