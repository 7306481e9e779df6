"""Comments, as PowerPoint kept them until 2020 and since."""

from speakprep.deck.files import read_deck
from speakprep.deck.model import Comment

P188 = "http://schemas.microsoft.com/office/powerpoint/2018/8/main"
P15 = "http://schemas.microsoft.com/office/powerpoint/2012/main"

OLD = """<p:cmLst {ns}><p:cm authorId="0" idx="1"><p:text>Is this from
2024?</p:text></p:cm><p:cm authorId="7" idx="2"><p:text>改过了</p:text><p:extLst><p:ext>
<p15:threadingInfo xmlns:p15="{p15}"><p15:parentCm authorId="0" idx="1"/></p15:threadingInfo>
</p:ext></p:extLst></p:cm><p:cm authorId="0" idx="3"><p:text> </p:text></p:cm></p:cmLst>"""

NEW = """<p188:cmLst {ns} xmlns:p188="{p188}"><p188:cm authorId="{{A}}" status="resolved">
<p188:replyLst><p188:reply authorId="{{B}}"><p188:txBody><a:p><a:r><a:t>同意</a:t></a:r></a:p>
</p188:txBody></p188:reply></p188:replyLst><p188:txBody><a:p><a:r><a:t>Too </a:t></a:r><a:r>
<a:t>small</a:t></a:r></a:p></p188:txBody></p188:cm></p188:cmLst>"""


def deck_with(kit, write, comments, kind, authors):
    parts = kit.parts([kit.page(kit.shape("words"))])
    kit.relate(parts, 1, r1=("comments", "../comments/c.xml"))
    parts["ppt/comments/c.xml"] = comments.encode()
    name = "ppt/_rels/presentation.xml.rels"
    parts[name] = kit.relationships({"r1": ("slide", "slides/slide1.xml"), "a": (kind, "who.xml")})
    parts["ppt/who.xml"] = authors.encode()
    return read_deck(write(parts))


def test_old_comments_are_read(kit, write):
    authors = f'<p:cmAuthorLst {kit.ns}><p:cmAuthor id="0" name="审稿人"/></p:cmAuthorLst>'
    deck = deck_with(kit, write, OLD.format(ns=kit.ns, p15=P15), "commentAuthors", authors)
    assert deck.slides[0].comments == (
        Comment(author="审稿人", text="Is this from\n2024?"),
        Comment(author="", text="改过了", reply=True),
    )
    assert deck.slides[0].body == ("words",)


def test_threads_of_comments_are_read(kit, write):
    authors = (
        f'<p188:authorLst xmlns:p188="{P188}"><p188:author id="{{A}}" name="Reviewer&#x202e;"/>'
        '<p188:author id="{B}" name="讲者"/></p188:authorLst>'
    )
    deck = deck_with(kit, write, NEW.format(ns=kit.ns, p188=P188), "authors", authors)
    assert deck.slides[0].comments == (
        Comment(author="Reviewer", text="Too small", settled=True),
        Comment(author="讲者", text="同意", reply=True, settled=True),
    )


def test_broken_comments_cost_the_comments(kit, write):
    deck = deck_with(kit, write, "<p:cmLst>", "commentAuthors", "<x>")
    assert (deck.slides[0].body, deck.slides[0].comments) == (("words",), ())
    assert [(p.lost, p.part, p.slide) for p in deck.problems] == [
        ("comments", "ppt/comments/c.xml", 1)
    ]
    assert (
        deck.problems[0]
        .finding("d.pptx")
        .message.startswith("The comments on slide 1 could not be read: its XML is broken")
    )


def test_unknown_authors_cost_their_names(kit, write):
    deck = deck_with(kit, write, OLD.format(ns=kit.ns, p15=P15), "commentAuthors", "<broken")
    assert [comment.author for comment in deck.slides[0].comments] == ["", ""]
    assert deck.problems == ()
