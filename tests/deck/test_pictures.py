from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from speakprep.deck.pictures import HEIGHT, MOST_PAGES, WIDTH, open_pdf
from speakprep.errors import InputError


def pdf_of(box: str, count: int = 1) -> bytes:
    """A PDF by hand of one page with any box, and any number of pages claimed."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [3 0 R] /Count {count} >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R >>",
        "<< /Length 0 >>\nstream\n\nendstream",
    ]
    data, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    rows = "".join(f"{start:010d} 00000 n \n" for start in starts)
    table = f"xref\n0 5\n0000000000 65535 f \n{rows}trailer << /Size 5 /Root 1 0 R >>\n"
    return data + f"{table}startxref\n{len(data)}\n%%EOF".encode()


def locked_pdf() -> bytes:
    """A PDF whose encryption no password of ours opens."""
    key = "0" * 64
    secured = (
        f"5 0 obj\n<< /Filter /Standard /V 2 /R 3 /Length 128 /P -1 /O <{key}> /U <{key}> >>\n"
        "endobj\n"
    ).encode()
    data = pdf_of("0 0 9 9")
    at = data.index(b"xref\n")
    whole = data[:at] + secured + data[at : data.index(b"startxref")]
    identity = b"/Root 1 0 R /Encrypt 5 0 R /ID [<00><00>]"
    whole = whole.replace(b"0 5\n", b"0 6\n").replace(b"/Root 1 0 R", identity)
    row = f"{at:010d} 00000 n \ntrailer".encode()
    whole = whole.replace(b"trailer", row).replace(b"/Size 5", b"/Size 6")
    return whole + f"startxref\n{at + len(secured)}\n%%EOF".encode()


@pytest.mark.parametrize(
    ("box", "size"),
    [
        ("0 0 960 540", (WIDTH, 576)),
        ("0 0 540 960", (576, HEIGHT)),
        ("0 0 1000000000 1000000000", (WIDTH, HEIGHT)),
        ("0 0 14400 0.01", (WIDTH, 1)),
    ],
)
def test_pages_of_any_size_fit_into_the_box(box, size):
    with open_pdf(pdf_of(box), "x.pdf") as pages:
        picture = Image.open(BytesIO(pages.jpeg(0)))
    assert (pages.count, picture.format, picture.size) == (1, "JPEG", size)


@pytest.mark.parametrize("data", [b"", b"hello", pdf_of("0 0 9 9")[:60]])
def test_what_is_not_a_pdf_is_said(data):
    with pytest.raises(InputError) as caught, open_pdf(data, "x.pdf"):
        pass
    assert (caught.value.message, caught.value.file) == ("is not a PDF, or is damaged", "x.pdf")


def test_a_pdf_with_a_password_is_said():
    with pytest.raises(InputError) as caught, open_pdf(locked_pdf(), "x.pdf"):
        pass
    assert caught.value.message == "is a PDF with a password"


def test_a_pdf_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError) as caught, open_pdf(tmp_path / "x.pdf", "x.pdf"):
        pass
    assert caught.value.message == "there is no such file"


def test_a_pdf_of_thousands_of_pages_is_no_talk():
    thick = BytesIO()
    document = pypdfium2.PdfDocument.new()
    for _ in range(MOST_PAGES + 1):
        document.new_page(9, 9).close()
    document.save(thick)
    document.close()
    with pytest.raises(InputError) as caught, open_pdf(thick.getvalue(), "x.pdf"):
        pass
    assert caught.value.message == "has 5,001 pages, which no talk has"
