"""`speakprep rehearse`: recordings measured and heard; each command has its own module."""

from speakprep.cli.lazy import lazy_app

_HERE = "speakprep.cli.rehearse"

app = lazy_app(
    {
        "mark": f"{_HERE}.mark:mark_command",
        "log": f"{_HERE}.log:log_command",
        "listen": f"{_HERE}.listen:listen_command",
        "listened": f"{_HERE}.listened:listened_command",
        "list": f"{_HERE}.listing:list_command",
        "show": f"{_HERE}.show:show_command",
        "slides": f"{_HERE}.slides:slides_command",
        "compare": f"{_HERE}.compare:compare_command",
        "trend": f"{_HERE}.compare:trend_command",
        "report": f"{_HERE}.report:report_command",
        "reel": f"{_HERE}.reel:reel_command",
        "transcript": f"{_HERE}.transcript:transcript_command",
        "transcribe": f"{_HERE}.transcribe:transcribe_command",
        "relink": f"{_HERE}.relink:relink_command",
    },
    """Measure a recording of your talk; note that you listened to it.

    A rehearsal takes three of these: mark beside any recorder, then log, then
    listen. It counts when it was listened to. All others show more of it, when you
    want it; each names the next. Recordings stay on this machine and where they are.
    """,
)
