from pathlib import Path

from speakprep.cfp.questions import load_questions
from speakprep.event.profiles import FOLDER, load_profile
from speakprep.talk.language import LANGUAGES
from speakprep.talk.resources import list_resources
from speakprep.talk.workspace import shelves

SHIPPED = shelves(Path("no-such-folder"))
# Forms of single projects and of meetups ask for these; a profile of one's own may have them.
ASKED_ELSEWHERE = {
    *("experience", "project_experience"),
    *("sample_videos", "video", "video_url"),
}
EVENTS = list_resources(SHIPPED, FOLDER)


def test_shipped_questions_are_about_shipped_fields_in_both_languages() -> None:
    keys = {field.key for event in EVENTS for field in load_profile(SHIPPED, event).fields}
    for question in load_questions(SHIPPED):
        assert set(question.fields) <= keys | ASKED_ELSEWHERE
        for words in (question.ask, question.why, question.good, question.weak):
            assert set(words) == set(LANGUAGES)
