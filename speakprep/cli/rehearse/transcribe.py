"""`speakprep rehearse transcribe`: have a recording transcribed by a server."""

import os
import sys
import time
from collections.abc import Iterator
from typing import Annotated, Literal

import typer

from speakprep.cli.options import FormatOption, TalkOption, YesOption, user, workspace
from speakprep.cli.output import Screen
from speakprep.cli.rehearse.decoding import cut, decode_shown
from speakprep.cli.rehearse.names import RehearsalArgument
from speakprep.cli.rehearse.transcript import kept_lines
from speakprep.cli.terminal import columns, confirm, printable, progress, wrap
from speakprep.errors import MissingError, UsageError
from speakprep.llm.address import OPENAI_BASE_URL, OPENAI_HOST, read_address
from speakprep.llm.keys import find_key, from_keyring
from speakprep.llm.speech import SpeechModel
from speakprep.rehearsal.actions.transcribe import Outgoing, prepare, transcribe
from speakprep.talk.language import LANGUAGE_NAMES
from speakprep.talk.model import ModelSettings
from speakprep.talk.report import Report

OPENAI_MODEL = "gpt-transcribe"
"""What OpenAI's package names first for speech; the older ones end on 27 February 2027."""


def transcribe_command(
    rehearsal: RehearsalArgument = "",
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="The recogniser, such as large-v3.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Its server; the talk's, or OpenAI's.")
    ] = None,
    lang: Annotated[
        Literal["en", "zh"] | None,
        typer.Option(help="What you spoke, if not the rehearsal's script."),
    ] = None,
    yes: YesOption = False,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Send a recording to a speech server, and keep the transcript.

    Any OpenAI-compatible server will do, also one on this machine. You are told
    what would leave it, and asked first. A run that fails goes on where it was.

    For example: speakprep rehearse transcribe --model whisper
    --base-url http://localhost:8080/v1
    """
    opened = workspace(talk)
    recogniser = _recogniser(opened.talk.model, model, base_url)
    try:
        with progress("reading the recording") as show:
            prepared = prepare(
                opened,
                rehearsal,
                recogniser.recipient,
                lang,
                decode=decode_shown,
                anew=yes,
                progress=show,
            )
        outgoing = prepared.outgoing
        if outgoing.pending and not _may_send(outgoing, assume_yes=yes):
            by_hand = f"speakprep rehearse transcript import {outgoing.rehearsal} FILE.srt"
            return Screen(report=Report(facts=outgoing, next=by_hand), lines=("Nothing was sent.",))
        with progress("transcribing") as show:
            report = transcribe(opened, prepared, recogniser, cut=cut, progress=show)
    finally:
        recogniser.close()
    return Screen(report=report, lines=kept_lines(report.facts))


def _recogniser(settings: ModelSettings, name: str | None, url: str | None) -> SpeechModel:
    address = read_address(url or settings.base_url or OPENAI_BASE_URL)
    if name is None and address.host != OPENAI_HOST:
        raise UsageError(
            f"which recogniser at {address.host}?",
            hint="for example: --model large-v3; a server with only one takes any name",
        )
    key = find_key(address.host, environment=os.environ, user_folder=user(), keyring=from_keyring)
    if key is None and address.host == OPENAI_HOST:
        raise MissingError(
            f"{OPENAI_HOST} wants a key and there is none",
            hint="set SPEAKPREP_API_KEY, name a server of yours with --base-url, or import "
            "a transcript made elsewhere: speakprep rehearse transcript import",
        )
    return SpeechModel(
        address=address,
        model=name or OPENAI_MODEL,
        key=key,
        sleep=time.sleep,
        clock=time.monotonic,
    )


def _may_send(outgoing: Outgoing, *, assume_yes: bool) -> bool:
    """Tell what would leave this machine, and ask whether it may; what stays on it may."""
    sys.stderr.writelines(f"{line}\n" for line in _plan_lines(outgoing))
    return outgoing.recipient.local or confirm("Send this?", assume_yes=assume_yes)


def _plan_lines(outgoing: Outgoing) -> Iterator[str]:
    """Say what would leave this machine, to whom, and how much."""
    yield from wrap(printable(f"To {outgoing.recipient}:"), columns())
    parts = f"{outgoing.pending} of {outgoing.chunks} parts"
    what = (
        f"{outgoing.seconds / 60:.1f} minutes of your voice in {LANGUAGE_NAMES[outgoing.language]} "
        f"({outgoing.bytes / 1e6:.1f} MB of WAV, {parts}), cut at your pauses; no script, no "
        "slides, no names"
    )
    yield from wrap(what, columns(), indent="  ")
