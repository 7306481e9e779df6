"""The player page, served: the one function through which the terminal starts the web."""

from collections.abc import Callable, Mapping
from typing import Any

from speakprep.rehearsal.actions.listening import Playable, Session
from speakprep.rehearsal.record import Remark
from speakprep.talk.resources import find_resource
from speakprep.talk.templates import parse_template, render
from speakprep.talk.workspace import Workspace
from speakprep.web.player import TEMPLATE, page_inputs, standing_values
from speakprep.web.said import parse_heard
from speakprep.web.server import Site, serve


def listen(
    workspace: Workspace,
    playable: Playable,
    session: Session,
    started: Callable[[str], None],
    *,
    token: str = "",
) -> None:
    """Serve the player page of a rehearsal until the person is done, or Ctrl-C.

    Args:
        workspace: the talk.
        playable: what is played.
        session: keeps what is heard and noted.
        started: told the page's address.
        token: the secret of the address; a random one when empty.

    Raises:
        InputError: the page's template is broken.
        StorageError: nobody can listen on loopback here.
    """
    template = parse_template(find_resource(workspace.shelves, TEMPLATE))
    notes: dict[str, Remark] = {}

    def page(nonce: str) -> str:
        talk = workspace.talk
        inputs = page_inputs(
            playable,
            talk.title,
            talk.language,
            session.standing,
            [each for each in notes.items() if each[1].text],
        )
        return render(template, {**inputs, "nonce": nonce}, html=True)

    def heard(body: bytes) -> tuple[Mapping[str, Any], bool]:
        said = parse_heard(body, playable.rehearsal.figures.duration_s)
        notes.update(said.remarks)  # of this tab; there may be others
        written = {key: remark for key, remark in notes.items() if remark.text}
        standing = session.keep(said.played, written)
        return standing_values(standing), said.end

    page("")  # a template that is broken is said here, not in the browser
    serve(Site(page=page, files=playable.files, heard=heard), started, token=token)
