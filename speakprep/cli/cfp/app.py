"""`speakprep cfp`: the commands around one proposal, each in a module of its own."""

from speakprep.cli.cfp.draft import draft_command
from speakprep.cli.cfp.lint import lint_command
from speakprep.cli.options import command_app

app = command_app()


@app.callback()
def cfp() -> None:
    """Draft the proposal; check it as reviewers would."""


app.command("draft")(draft_command)
app.command("lint")(lint_command)
