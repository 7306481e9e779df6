"""Writes the pages that are made from code and data, or checks that they are fresh.

    python docs/generate.py [--check]

docs/commands.md comes from the commands' own help, docs/rules.md from the rule
files, and the tour in README.md from running its commands on the example talk.
"""

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

from speakprep.cli.app import COMMANDS
from speakprep.lint.files import parse_rules
from speakprep.lint.model import Rule
from speakprep.talk.resources import Shelves, find_resource

ROOT = Path(__file__).resolve().parent.parent
SPEAKPREP = Path(sys.executable).with_name("speakprep")
EXAMPLE = ROOT / "examples" / "trace-sampling"
RULE_FILES = ("cfp.toml", "reviewer-feedback.toml", "script.toml", "deck.toml")

RULES_HEAD = """\
# Rules

Made from `checklists/`; copy a file into your talk to change its rules. `speakprep rule CODE` also
explains the findings that are made in code. How often each rule speaks up about accepted
proposals is measured in [noise.md](noise.md).
"""

_BLOCK = re.compile(r"```console\n(?P<lines>.*?)```", re.DOTALL)
_MORE = "[...]"
"""Stands in a tour block for output that is left out: the lines before and after it are real."""


def main() -> int:
    """Write the pages, or name those that are not fresh."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, say what is stale")
    check = parser.parse_args().check
    readme = ROOT / "README.md"
    pages = {
        ROOT / "docs" / "commands.md": commands_page(),
        ROOT / "docs" / "rules.md": rules_page(),
        readme: toured(readme.read_text(encoding="utf-8")),
    }
    stale = 0
    for path, text in pages.items():
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if before == text:
            continue
        stale += 1
        if check:
            sys.stdout.writelines(
                difflib.unified_diff(
                    before.splitlines(keepends=True),
                    text.splitlines(keepends=True),
                    str(path.relative_to(ROOT)),
                    "as it should be",
                )
            )
        else:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    if check and stale:
        print(f"{stale} generated pages are not fresh; write them with: make docs")
    return 1 if check and stale else 0


def commands_page() -> str:
    """Return every command's help, in the order of the front page."""
    parts = [
        "# Commands\n\nMade from the commands' own help; `speakprep COMMAND -h` shows the same.\n",
        f"## speakprep\n\n```text\n{help_of()}```\n",
    ]
    for name, entry in COMMANDS.items():
        page = help_of(name)
        parts.append(f"## speakprep {name}\n\n```text\n{page}```\n")
        inner = subcommands(page) if entry.group else []
        parts += [
            f"### speakprep {name} {each}\n\n```text\n{help_of(name, each)}```\n" for each in inner
        ]
    return "\n".join(parts)


def help_of(*words: str) -> str:
    """Return what `speakprep WORDS -h` prints in 80 columns."""
    return run([str(SPEAKPREP), *words, "-h"], ROOT)


def subcommands(page: str) -> list[str]:
    """Take the names of a group's commands out of its help."""
    _, _, listed = page.partition("\nCommands:\n")
    return re.findall(r"(?m)^  (\S+)", listed)


def rules_page() -> str:
    """Return all rules with their reasons, sources and examples."""
    shelves = Shelves(folders=(ROOT,))
    found = [RULES_HEAD]
    for name in RULE_FILES:
        found.append(f"## checklists/{name}\n")
        rules = parse_rules(find_resource(shelves, f"checklists/{name}"))
        found += [rule_entry(rule) for rule in rules]
    return "\n".join(found)


def rule_entry(rule: Rule) -> str:
    """Return one rule: what it says and why, in both languages, with examples."""
    lines = [f"### {rule.code} {rule.name}", "", f"{rule.level}, kind `{rule.kind}`"]
    if rule.stage != "cfp":
        lines[-1] += f", about the {rule.stage}"
    if rule.options.fix:
        lines[-1] += "; `--fix` mends it"
    if rule.noise:
        shares = ", ".join(f"{share} % ({language})" for language, share in rule.noise.items())
        lines[-1] += f"; speaks up about {shares} of accepted proposals"
    for texts in (rule.message, rule.why):
        lines += ["", *(f"{text}  " for text in texts.values())]
    if rule.ask:
        lines += ["", "A reviewer may ask:  ", *(f"{text}  " for text in rule.ask.values())]
    lines += ["", f"Source: {rule.source}"]
    for title, examples in (("fires on", rule.bad), ("stays silent on", rule.good)):
        for shown in examples.values():
            lines += ["", *(f"* {title}: {one_line(text)}" for text in shown)]
    return "\n".join(lines) + "\n"


def one_line(text: str) -> str:
    """Return an example as a Markdown code span."""
    marks = "``" if "`" in text else "`"
    shown = "".join(visible(letter) for letter in text)
    pad = " " if marks == "``" else ""
    return f"{marks}{pad}{shown}{pad}{marks}" if shown.strip() else "(nothing)"


def visible(letter: str) -> str:
    """Return a character as a page can show it: line ends as ⏎, controls by their number."""
    if letter == "\n":
        return "⏎"
    hidden = unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"}
    return f"U+{ord(letter):04X}" if hidden else letter


def toured(readme: str) -> str:
    """Run the README's console blocks one after another and put the real output in.

    The blocks are typed in a folder that has the example where a clone has it.
    A block may keep `[...]` for output that is left out.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(EXAMPLE, Path(folder, "examples", EXAMPLE.name))
        here = [Path(folder)]
        return _BLOCK.sub(lambda match: f"```console\n{played(match['lines'], here)}```", readme)


def played(block: str, here: list[Path]) -> str:
    """Return a block's commands with what they print now; `here` follows each cd."""
    lines: list[str] = []
    for command, shown in typed(block):
        lines.append(f"$ {command}")
        if command.startswith("cd "):
            here[0] /= command.removeprefix("cd ")
            continue
        output = run(["bash", "-c", command], here[0]).rstrip("\n").split("\n")
        lines += shortened(output, shown)
    return "".join(f"{line}\n".replace(" \n", "\n") for line in lines)


def typed(block: str) -> list[tuple[str, list[str]]]:
    """Part a block into commands, each with the lines shown below it so far."""
    found: list[tuple[str, list[str]]] = []
    for line in block.rstrip("\n").split("\n"):
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        elif found:
            found[-1][1].append(line)
    return found


def shortened(output: list[str], shown: list[str]) -> list[str]:
    """Keep what the block shows around `[...]`.

    What stands before the first one are the first lines, what stands after the
    last one the last lines; a part in between begins where the output has its
    first line, and is as long as it was.
    """
    if _MORE not in shown:
        return output if output != [""] else []
    first, *between, last = parts(shown)
    kept = output[: len(first)]
    for part in between:
        if part[0] not in output:
            sys.exit(f"README.md shows what is not said any more: {part[0]}")
        at = output.index(part[0])
        kept += [_MORE, *output[at : at + len(part)]]
    return [*kept, _MORE, *(output[-len(last) :] if last else [])]


def parts(shown: list[str]) -> list[list[str]]:
    """Part what a block shows at each `[...]`."""
    found: list[list[str]] = [[]]
    for line in shown:
        if line == _MORE:
            found.append([])
        else:
            found[-1].append(line)
    return found


def run(command: list[str], folder: Path) -> str:
    """Run a command in 80 columns without colour, key or user's own files."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            "PATH": f"{SPEAKPREP.parent}:{os.environ['PATH']}",
            "HOME": home,
            "SPEAKPREP_HOME": home,
            "COLUMNS": "80",
            "NO_COLOR": "1",
            "LC_ALL": "C.UTF-8",
        }
        done = subprocess.run(  # the commands are the README's own
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
