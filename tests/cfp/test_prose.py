from hypothesis import given
from hypothesis import strategies as st

from speakprep.cfp.prose import offset_in, prose_of


def test_prose_is_what_would_be_pasted() -> None:
    assert prose_of("\r\n<!-- hint -->\r\n\r\nOne\r\ntwo <!-- note -->\r\n") == "One\ntwo"


@given(st.text(alphabet=st.sampled_from("ab \n\r<!->采"), max_size=60))
def test_offset_leads_back_to_the_same_character(body: str) -> None:
    prose = prose_of(body)
    for position, letter in enumerate(prose):
        assert body[offset_in(body, position)] == letter


def test_offset_beyond_the_end_is_the_end() -> None:
    assert offset_in("ab\n", 5) == 3
    assert offset_in("", 0) == 0
