"""Asking a model by hand: a text to put into any chat window.

What comes back is read by whoever asked, with `speakprep.llm.answers`: a
person may paste half an answer, and half of it is welcome.
"""

import hashlib
import json

from speakprep.llm.answers import shape_text
from speakprep.llm.model import Recipient, Request

BY_HAND = Recipient(host="", model="a chat window", local=True)
"""Who answers what is pasted; nothing is sent there, and it costs nothing."""


def request_id(request: Request) -> str:
    """Return a request's short id: eight hexadecimal digits made of what it says."""
    parts = [request.purpose]
    for message in request.messages:
        parts += [message.role, message.content]
    if request.schema is not None:
        parts.append(json.dumps(dict(request.schema.body), sort_keys=True))
    text = json.dumps(parts)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def render(request: Request) -> str:
    """Return the text to put into a chat window: everything the model needs to know."""
    parts = [f"(speakprep request {request_id(request)}: {request.purpose})"]
    parts += [message.content.strip("\n") for message in request.messages]
    if request.schema is not None:
        parts.append(shape_text(request.schema))
    return "\n\n".join(parts) + "\n"
