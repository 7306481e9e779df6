import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakprep.errors import InputError, UsageError
from speakprep.talk.folders import find_talk, shipped_folder, slug, talks_below, user_folder


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Trace sampling", "trace-sampling"),
        ("追踪采样：一次讲清", "追踪采样-一次讲清"),
        ("../../etc/passwd", "etc-passwd"),
        ("  a__b  ", "a-b"),
        ("CON", "talk-con"),
        ("x" * 100, "x" * 64),
    ],
)
def test_slug_of_a_name(name, made):
    assert slug(name) == made


@pytest.mark.parametrize("name", ["", "..", "/", "。。。", "-"])
def test_slug_of_nothing_is_refused(name):
    with pytest.raises(UsageError):
        slug(name)


@given(st.text())
def test_slug_never_escapes_the_folder(name):
    try:
        made = slug(name)
    except UsageError:
        return
    assert not set(made) & set("/\\:. \0\n")
    assert slug(made) == made


def test_find_talk_walks_up(tmp_path):
    (tmp_path / "talk.toml").write_text("")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_talk(deep) == tmp_path


def test_find_talk_named_by_file_or_folder(tmp_path):
    (tmp_path / "talk.toml").write_text("")
    assert find_talk(tmp_path.parent, named=tmp_path) == tmp_path
    assert find_talk(tmp_path.parent, named=tmp_path / "talk.toml") == tmp_path


def test_find_talk_outside_says_how_to_begin(tmp_path):
    with pytest.raises(InputError) as caught:
        find_talk(tmp_path)
    assert caught.value.message == "this folder is not inside a talk"
    assert "speakprep new my-talk" in caught.value.hint


def test_find_talk_named_wrongly_names_the_folder(tmp_path):
    with pytest.raises(InputError) as caught:
        find_talk(tmp_path, named=tmp_path / "other")
    assert caught.value.file == str(tmp_path / "other")


def test_talks_below_finds_no_deeper_and_no_hidden_ones(tmp_path):
    for folder in ("b", "a/x", ".hidden", "1/2/3/4"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "talk.toml").write_text("")
    assert [t.relative_to(tmp_path).as_posix() for t in talks_below(tmp_path)] == ["a/x", "b"]


def test_user_folder_follows_the_environment(tmp_path):
    assert user_folder({"SPEAKPREP_HOME": str(tmp_path)}) == tmp_path
    assert user_folder({}).name == "speakprep"


def test_shipped_folder_has_the_checklists():
    assert (shipped_folder("checklists") / "events").is_dir()
