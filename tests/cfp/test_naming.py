import pytest

from speakprep.cfp.naming import event_of, file_of, translation_of, variant_in


@pytest.mark.parametrize(
    ("variant", "event", "file"),
    [
        ("", "", "cfp.md"),
        ("pycontw", "pycontw", "cfp.pycontw.md"),
        ("pycontw.en", "pycontw", "cfp.pycontw.en.md"),
        ("en", "en", "cfp.en.md"),
        ("pycontw.fr", "pycontw.fr", "cfp.pycontw.fr.md"),
    ],
)
def test_variant_has_an_event_and_a_file(variant: str, event: str, file: str) -> None:
    assert (event_of(variant), file_of(variant)) == (event, file)


@pytest.mark.parametrize(
    ("file", "variant"),
    [
        ("cfp.md", ""),
        ("cfp.pycontw.md", "pycontw"),
        ("cfp.pycontw.zh.md", "pycontw.zh"),
        ("cfp.pycontw.fr.md", ""),
        ("cfp..en.md", ""),
        ("other.md", ""),
        ("cfp.md.md", "md"),
    ],
)
def test_variant_is_read_from_a_file_name(file: str, variant: str) -> None:
    assert variant_in(file) == variant


def test_translation_is_named_with_its_event() -> None:
    assert file_of(translation_of("generic", "en")) == "cfp.generic.en.md"
