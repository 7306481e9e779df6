"""`speakprep script`: the spoken text, slide by slide, each command in a module of its own."""

from speakprep.cli.lazy import lazy_app

_HERE = "speakprep.cli.script"

app = lazy_app(
    {
        "sync": f"{_HERE}.sync:sync_command",
        "status": f"{_HERE}.status:status_command",
        "diff": f"{_HERE}.diff:diff_command",
        "draft": f"{_HERE}.draft:draft_command",
        "check": f"{_HERE}.check:check_command",
        "time": f"{_HERE}.time:time_command",
        "push": f"{_HERE}.push:push_command",
        "export": f"{_HERE}.export:export_command",
    },
    "Keep one text per slide, from your PPTX and in step with it.",
)
