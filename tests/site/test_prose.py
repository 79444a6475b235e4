"""Prose: what editors write becomes safe HTML, with links that lead somewhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from tests.site.handbook import book

from service_standards.site.prose import EXTENSIONS, idle_patterns, prose
from service_standards.site.settings import SiteSettings

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script in a line": "Hello <script>alert(1)</script> you",
    "handler": '<b onclick="alert(1)">hi</b>',
    "handler in a block": '<div onmouseover="alert(1)">\n\nhi\n\n</div>',
    "comment": "<!-- <script>alert(1)</script> -->",
    "svg": "<svg/onload=alert(1)>",
    "style": "<style>body{display:none}</style>",
    "frame": '<iframe src="https://evil.example"></iframe>',
    "javascript": "[a](javascript:alert(1))",
    "javascript in capitals": "[a](JaVaScRiPt:alert(1))",
    "javascript as entities": "[a](java&#115;cript:alert(1))",
    "javascript with a named entity": "[a](javascript&colon;alert(1))",
    "javascript with a tab": "[a](java\tscript:alert(1))",
    "javascript with a control character": "[a](\x01javascript:alert(1))",
    "javascript by reference": "[a][1]\n\n[1]: javascript:alert(1)",
    "javascript as an autolink": "<javascript:alert(1)>",
    "data": "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "vbscript": "[a](vbscript:x)",
    "file": "[a](file:///etc/passwd)",
    "attribute list": "hi\n{: onclick=alert(1) }",
    "title that breaks out": '[a](https://x.example "\\" onclick=alert(1) x=\\"")',
    "picture with a handler": '![a" onerror="alert(1)](https://x.example/a.png)',
    "picture from elsewhere": "![a](https://evil.example/a.png)",
    "protocol-relative": "[a](//evil.example)",
    "heading": "## <img src=x onerror=alert(1)>",
    "table": "| <script>x</script> | b |\n|--|--|\n| <b onclick=x> | 2 |",
    "code": "`<script>alert(1)</script>`",
}
LINKS = {
    "document": ("[a](standard:email-reply)", "../email-reply/"),
    "clause": ("[a](standard:email-handling#triage)", "../email-handling/#triage"),
    "pinned to a major": ("[a](standard:email-reply#answer@0)", "../email-reply/#answer"),
    "unknown document": ("[a](standard:nothing)", None),
    "no link at all": ("[a](standard:###)", None),
    "hand-written page": ("[a](about.md)", "../about/"),
    "home": ("[a](index.md)", "../"),
    "with an anchor": ("[a](about.md#x)", "../about/#x"),
    "no such page": ("[a](nowhere.md)", None),
    "web": ("[a](https://example.org/?a=1&b=2)", "https://example.org/?a=1&amp;b=2"),
    "mail": ("[a](mailto:desk@acme.example)", "mailto:desk@acme.example"),
    "on this page": ("[a](#why)", "#why"),
    "from above the folder": ("[a](../../etc/passwd)", None),
}
TAG = re.compile(r"<(/?[a-zA-Z][^>]*)>")
ALLOWED = {
    "p",
    "a",
    "b",
    "span",
    "h2",
    "h3",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "code",
    "strong",
    "em",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile(text: str) -> None:
    """No script, handler, foreign element or foreign host gets through: raw HTML is shown as text."""
    html = prose(book(), text, "page/").html

    for tag in TAG.findall(html):
        name, _, attributes = tag.strip("/").partition(" ")
        assert name in ALLOWED, html
        assert not re.search(
            r"\bon\w+\s*=|javascript|vbscript|data:|evil", re.sub(r'"[^"]*"', _address, attributes)
        )


def _address(value: re.Match[str]) -> str:
    # The words of a label may say anything; an address may not.
    return value[0] if re.match(r'"\s*[a-zA-Z]+:', value[0]) else '""'


@pytest.mark.parametrize(("text", "href"), LINKS.values(), ids=LINKS)
def test_link(text: str, href: str | None) -> None:
    """A link leads to the page of what it names, from wherever it stands; without a page it is mere text."""
    html = prose(book(), text, "somewhere/").html

    assert html == (f'<p><a href="{href}">a</a></p>' if href else "<p><span>a</span></p>")


def test_links_stay_in_the_language() -> None:
    """On a Ukrainian page a link leads to the Ukrainian page."""
    html = prose(book("uk"), "[a](standard:email-reply#answer)", "uk/about/").html

    assert 'href="../email-reply/#answer"' in html


def test_headings() -> None:
    """Headings begin at the second level; anchors are words, Cyrillic ones too, and never those of a clause."""
    found = prose(book(), "# Title\n\n### Why\n\n#### Вимоги до об’єктів\n\n### Why\n", "x/", taken={"why"})

    assert found.title == "Title"
    assert [(one.level, one.anchor) for one in found.headings] == [
        (2, "why-2"),
        (3, "вимоги-до-об-єктів"),
        (2, "why-3"),
    ]
    assert "<h1" not in found.html


def test_tables_can_be_scrolled_by_keyboard() -> None:
    """A wide table lies in a region that takes the focus and has a name."""
    html = prose(book(), "| When | Who |\n|--|--|\n| now | me |", "x/").html

    assert re.match(r'<div [^>]*tabindex="0"', html)
    assert 'aria-label="Table, can be scrolled sideways: When, Who"' in html
    assert '<th scope="col">' in html


def test_task_lists_have_no_control_without_a_name() -> None:
    """A box to tick on paper is a character, not a form field without a label."""
    html = prose(book(), "- [ ] do\n- [x] done", "x/").html

    assert "<input" not in html
    assert "☐</span> do" in html
    assert "☑</span> done" in html


def test_pictures() -> None:
    """A picture of the handbook is shown; of one that is not there, or from elsewhere, the words."""
    settings = SiteSettings(files={"support/email-reply/clock.png": b""})
    shown = prose(
        book(settings=settings), "![A clock](clock.png)", "email-reply/", folder="support/email-reply"
    )
    missing = prose(
        book(settings=settings), "![A clock](other.png)", "email-reply/", folder="support/email-reply"
    )

    assert 'src="../pictures/support/email-reply/clock.png"' in shown.html
    assert "<img" not in missing.html
    assert "A clock" in missing.html


def test_one_conversion_does_not_touch_the_next() -> None:
    """The converter is used again: footnotes and links of one text do not show in another."""
    prose(book(), "a[^1] [x]\n\n[^1]: note\n[x]: https://example.org", "x/")

    assert prose(book(), "b [x]", "x/").html == "<p>b [x]</p>"


def test_the_same_text_is_converted_to_the_same() -> None:
    """However many texts were converted before it: a build is the same in one process and in several."""
    text = "a[^1]\n\n[^1]: note"
    first = prose(book(), text, "x/").html
    prose(book(), "b[^1]\n\n[^1]: other", "x/")

    assert prose(book(), text, "x/").html == first
    assert not ids_of(first) & ids_of(prose(book(), text, "x/", part=2).html)


def ids_of(html: str) -> set[str]:
    """The ids in *html*."""
    return set(re.findall(r' id="([^"]*)"', html))


PIECES = (
    "`", "\\", "[", "]", "(", ")", "!", "[^", "]:", "[a]", "[a]: /b", "![a](b.png)", "[a](/b)", "[^1]", "[^1]: c", "<", ">",
    "<a@b.example>", "<https://a.example>", "&", "&amp;", "*", "**", "_", "~~", "|", "|--|", ": ", "# ", "> ", "- ", "!!! note",
    " ", "  \n", "    ", "\t", "\n", "\n\n", "\x02", "\x03", "word", "a",
)  # fmt: skip


@given(text=st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_what_is_not_looked_for_is_not_there(text: str) -> None:
    """A text becomes the same whether or not the patterns are tried that find nothing in it."""
    all_, fewer = (Markdown(extensions=[*EXTENSIONS, "footnotes"]) for _ in "12")
    for name in idle_patterns(text):
        fewer.inlinePatterns.deregister(name)

    assert fewer.convert(text) == all_.convert(text)
