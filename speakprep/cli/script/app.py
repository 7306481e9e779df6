"""`speakprep script`: the spoken text, slide by slide, each command in a module of its own."""

from speakprep.cli.options import command_app
from speakprep.cli.script.check import check_command
from speakprep.cli.script.diff import diff_command
from speakprep.cli.script.draft import draft_command
from speakprep.cli.script.export import export_command
from speakprep.cli.script.push import push_command
from speakprep.cli.script.status import status_command
from speakprep.cli.script.sync import sync_command
from speakprep.cli.script.time import time_command

app = command_app()


@app.callback()
def script() -> None:
    """Keep one text per slide, from your PPTX and in step with it."""


app.command("sync")(sync_command)
app.command("status")(status_command)
app.command("diff")(diff_command)
app.command("draft")(draft_command)
app.command("check")(check_command)
app.command("time")(time_command)
app.command("push")(push_command)
app.command("export")(export_command)
