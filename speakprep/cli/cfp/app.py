"""`speakprep cfp`: the commands around one proposal, each in a module of its own."""

from speakprep.cli.cfp.check import check_command
from speakprep.cli.cfp.draft import draft_command
from speakprep.cli.cfp.fit import fit_command, new_version_command
from speakprep.cli.cfp.freeze import freeze_command
from speakprep.cli.cfp.lint import lint_command
from speakprep.cli.cfp.outcome import accepted_command, rejected_command, submitted_command
from speakprep.cli.cfp.review import review_command
from speakprep.cli.cfp.versions import copy_command, diff_command, versions_command
from speakprep.cli.options import command_app

app = command_app()


@app.callback()
def cfp() -> None:
    """Draft the proposal; check it as reviewers would."""


app.command("draft")(draft_command)
app.command("lint")(lint_command)
app.command("check")(check_command)
app.command("review")(review_command)
app.command("new-version")(new_version_command)
app.command("fit")(fit_command)
app.command("diff")(diff_command)
app.command("copy")(copy_command)
app.command("freeze")(freeze_command)
app.command("versions")(versions_command)
app.command("submitted")(submitted_command)
app.command("accepted")(accepted_command)
app.command("rejected")(rejected_command)
