"""`speakprep cfp`: the commands around one proposal, each in a module of its own."""

from speakprep.cli.lazy import lazy_app

_HERE = "speakprep.cli.cfp"

app = lazy_app(
    {
        "draft": f"{_HERE}.draft:draft_command",
        "lint": f"{_HERE}.lint:lint_command",
        "check": f"{_HERE}.check:check_command",
        "review": f"{_HERE}.review:review_command",
        "new-version": f"{_HERE}.fit:new_version_command",
        "fit": f"{_HERE}.fit:fit_command",
        "translate": f"{_HERE}.translate:translate_command",
        "diff": f"{_HERE}.versions:diff_command",
        "copy": f"{_HERE}.versions:copy_command",
        "freeze": f"{_HERE}.freeze:freeze_command",
        "versions": f"{_HERE}.versions:versions_command",
        "submitted": f"{_HERE}.outcome:submitted_command",
        "accepted": f"{_HERE}.outcome:accepted_command",
        "rejected": f"{_HERE}.outcome:rejected_command",
    },
    "Draft the proposal; check it as reviewers would.",
)
