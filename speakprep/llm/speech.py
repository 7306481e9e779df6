"""Asking any OpenAI-compatible server what is said in a short recording, through `llm.door`.

Servers differ in what they give: words with times, phrases with times, or the text alone, and
some refuse to be asked for more than they have. Each refusal costs one request and is then known.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from speakprep.errors import ServiceError
from speakprep.llm import failures, pacing
from speakprep.llm.door import Door, Upload, asked_of, next_step
from speakprep.llm.failures import Broken
from speakprep.llm.model import Address, Json, Key, Recipient
from speakprep.llm.protocol import Reply, parse
from speakprep.talk.language import Language

TIMEOUT_SECONDS = 120.0
"""For a service: half a minute of sound takes seconds there."""

LOCAL_TIMEOUT_SECONDS = 600.0
"""For this machine: a large model without GPU hears ten times slower than people speak."""

PROMPTS: dict[Language, str] = {"en": "Um, uh, hmm, er, ah.", "zh": "嗯，呃，那个，就是，"}
"""Recognisers leave fillers out unless they see that they are wanted. Longer prompts make some
of them cut the text short; the Chinese one also asks for simplified characters."""

_TEXT_KEYS = ("text", "segments", "words")

Form = Literal["words", "segments", "json"]


@dataclass(frozen=True, kw_only=True)
class SpeechDialect:
    """What a server may be asked for."""

    form: Form = "words"
    language: bool = True
    prompt: bool = True


class SpeechModel:
    """A recogniser behind an OpenAI-compatible address.

    Args:
        address: the server.
        model: the model's name there.
        key: the key for this server, or None.
        sleep: waits some seconds.
        clock: seconds that only grow.
        timeout: seconds for one answer; None for the usual ones.

    Raises:
        UsageError: the key would travel in clear text.
    """

    def __init__(
        self,
        *,
        address: Address,
        model: str,
        key: Key | None,
        sleep: Callable[[float], None],
        clock: Callable[[], float],
        timeout: float | None = None,
    ) -> None:
        usual = LOCAL_TIMEOUT_SECONDS if address.loopback else TIMEOUT_SECONDS
        self._asked = asked_of(address, model, key, failures.SPEECH)
        self._door = Door(
            asked=self._asked, clock=clock, timeout=usual if timeout is None else timeout
        )
        self._sleep = sleep
        self._dialect = SpeechDialect()

    @property
    def recipient(self) -> Recipient:
        """Who is asked."""
        return self._asked.recipient

    def close(self) -> None:
        """Let go of the connections, for good: nothing is sent any more."""
        self._door.close()

    def hear(self, wav: bytes, language: Language) -> dict[str, Json]:
        """Return what a server says is said in a WAV: an object with a text, segments or words.

        Raises:
            MissingError: there is no such server, model or key.
            ServiceError: the server failed, stayed busy or made no sense.
        """
        upload = Upload(name="speech.wav", data=wav, media_type="audio/wav")
        patience = pacing.Patience()
        while True:
            body = form_fields(self.recipient.model, self._dialect, language)
            reply = self._door.send("/audio/transcriptions", body, upload)
            if isinstance(reply, Reply):
                if 200 <= reply.status < 300:
                    failures.refuse_key(reply.body.decode(errors="replace"), self._asked)
                    return read_speech(reply, self.recipient.host)
                simpler = simpler_speech(self._dialect, reply)
                if simpler is not None:
                    self._dialect = simpler
                    continue
            patience = self._wait_again(reply, patience)

    def _wait_again(self, reply: Reply | Broken, patience: pacing.Patience) -> pacing.Patience:
        step = next_step(reply, patience)
        if step is None:
            raise self._door.error(reply)
        self._sleep(step[0])
        return step[1]


def form_fields(model: str, dialect: SpeechDialect, language: Language) -> dict[str, Json]:
    """Return the fields that go along with the sound."""
    fields: dict[str, Json] = {"model": model}
    if dialect.form == "json":
        fields["response_format"] = "json"
    else:
        fields["response_format"] = "verbose_json"
    if dialect.form == "words":
        fields["timestamp_granularities"] = ["word", "segment"]
    if dialect.language:
        fields["language"] = language
    if dialect.prompt:
        fields["prompt"] = PROMPTS[language]
    return fields


def simpler_speech(dialect: SpeechDialect, reply: Reply) -> SpeechDialect | None:
    """Return the dialect without what a reply complains about; None where nothing is left to drop.

    Some servers only say "bad request": then the plainest form is tried.
    """
    if reply.status not in {400, 415, 422}:
        return None
    complaint = reply.body.decode(errors="replace").lower()
    if dialect.form == "words" and "granularit" in complaint:
        return replace(dialect, form="segments")
    if dialect.form != "json" and ("response_format" in complaint or "verbose_json" in complaint):
        return replace(dialect, form="json")
    if dialect.prompt and "prompt" in complaint:
        return replace(dialect, prompt=False)
    if dialect.language and "language" in complaint:
        return replace(dialect, language=False)
    return replace(dialect, form="json") if dialect.form != "json" else None


def read_speech(reply: Reply, host: str) -> dict[str, Json]:
    """Read a successful reply: JSON, or the bare text that some servers send.

    Raises:
        ServiceError: it is no transcription.
    """
    value = parse(reply.body)
    if any(key in value for key in _TEXT_KEYS):
        return value
    text = reply.body.decode(errors="replace").strip()
    is_text = reply.headers.get("content-type", "").startswith("text/plain")
    if is_text and text[:1] not in {"<", "{"}:
        return {"text": text}
    raise ServiceError(
        f"the reply of {host} is not a transcription",
        hint="check its address: it usually ends in /v1",
    )
