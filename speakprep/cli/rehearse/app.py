"""`speakprep rehearse`: recordings measured and heard; each command has its own module."""

from speakprep.cli.lazy import lazy_app

_HERE = "speakprep.cli.rehearse"

app = lazy_app(
    {
        "log": f"{_HERE}.log:log_command",
        "listen": f"{_HERE}.listen:listen_command",
        "listened": f"{_HERE}.listened:listened_command",
        "relink": f"{_HERE}.relink:relink_command",
        "mark": f"{_HERE}.mark:mark_command",
        "slides": f"{_HERE}.slides:slides_command",
        "list": f"{_HERE}.listing:list_command",
        "show": f"{_HERE}.show:show_command",
        "compare": f"{_HERE}.compare:compare_command",
        "trend": f"{_HERE}.compare:trend_command",
        "report": f"{_HERE}.report:report_command",
        "reel": f"{_HERE}.reel:reel_command",
        "transcript": f"{_HERE}.transcript:transcript_command",
        "transcribe": f"{_HERE}.transcribe:transcribe_command",
    },
    """Measure a recording of your talk; note that you listened to it.

    A rehearsal counts when it was recorded and listened to. Recordings stay on
    this machine and where they are.
    """,
)
