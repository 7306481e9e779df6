"""`speakprep script`: the spoken text, slide by slide, each command in a module of its own."""

from speakprep.cli.options import command_app
from speakprep.cli.script.check import check_command
from speakprep.cli.script.push import push_command
from speakprep.cli.script.sync import sync_command

app = command_app()


@app.callback()
def script() -> None:
    """Keep one text per slide, from your PPTX and in step with it."""


app.command("sync")(sync_command)
app.command("check")(check_command)
app.command("push")(push_command)
