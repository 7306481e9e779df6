"""`speakprep translate`: the script into another language, checked against the first."""

from speakprep.cli.lazy import lazy_app

_HERE = "speakprep.cli.translate"

app = lazy_app(
    {
        # Every time.
        "run": f"{_HERE}.run:run_command",
        "import": f"{_HERE}.bring:import_command",
        "check": f"{_HERE}.check:check_command",
        "review": f"{_HERE}.review:review_command",
        "export": f"{_HERE}.export:export_command",
        # A model once more.
        "judge": f"{_HERE}.judge:judge_command",
        "mend": f"{_HERE}.mend:mend_command",
        # Single decisions.
        "status": f"{_HERE}.status:status_command",
        "sign": f"{_HERE}.sign:sign_command",
        "reject": f"{_HERE}.sign:reject_command",
        "accept": f"{_HERE}.accept:accept_command",
        # Words.
        "terms": f"{_HERE}.terms:terms_command",
        "glossary": f"{_HERE}.glossary:glossary_command",
        "memory": f"{_HERE}.tm:memory_command",
    },
    """Bring your script into another language: nothing added, nothing lost.

    Five commands are enough: run, import, check, review, export. Without a model
    of your own, `run` writes a request for any chat window and `import` takes the
    answer back. Whatever comes is checked against your words.
    """,
)
