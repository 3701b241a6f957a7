"""The web page of a pack: the pack's own words and figures, sound in structure, whole in one file."""

import html
import importlib.util
import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from cypworkbench.domain.pack import WordsKind
from cypworkbench.flow import formats
from cypworkbench.flow.formats import Format
from cypworkbench.packs.html import page
from cypworkbench.packs.palette import palette
from cypworkbench.packs.told.passages import Heading, Picture, Prose, Said
from cypworkbench.packs.told.telling import CONTINUED
from tests.journey.sampled import BURNLEY, COUNTY, packed
from tests.packs.told_made import told
from tests.smallcounts.test_public_pack import packed as public

_VOID = frozenset(("meta", "link", "br", "img", "hr", "input"))
_SKIPPED = frozenset(("style", "title"))
_PAGE_ONLY = re.compile(
    r"(, continued|, (?:page|sheet) \d+|^\d+\.?|^•)$"
)  # a browser sets the marks of lists itself


class _Page(HTMLParser):
    """A page taken apart: its text, its elements in order with what they stand in, its figures, its tables."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.elements: list[tuple[str, dict[str, str], tuple[str, ...]]] = []
        self.text: list[str] = []
        self.said: list[tuple[tuple[str, ...], str]] = []
        self.figures: dict[str, str] = {}
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"an attribute stands twice in {tag}"
        self.elements.append((tag, given, tuple(name for name, _ in self.stack)))
        if tag not in _VOID:
            self.stack.append((tag, given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given, tuple(name for name, _ in self.stack)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        names = tuple(name for name, _ in self.stack)
        if _SKIPPED & set(names):
            return
        self.text.append(data)
        self.said.append((names, data))
        for _, given in self.stack:
            if "data-figure" in given:
                self.figures[given["data-figure"]] = (
                    self.figures.get(given["data-figure"], "") + data
                )

    def all(self, tag: str) -> list[dict[str, str]]:
        return [given for name, given, _ in self.elements if name == tag]


@cache
def made(board: str) -> str:
    return page.write(told(board), palette("light")).decode()


@cache
def read(board: str) -> _Page:
    return _Page(made(board))


def _single(text: str) -> str:
    return " ".join(text.split())


def _close(text: str) -> str:
    """Without spaces: where marks stand side by side, a page and a browser space them each in their own way."""
    return re.sub(r"\s", "", text)


def test_the_page_says_every_word_of_the_pack() -> None:
    said = _close("".join(read(BURNLEY).text))
    described = (w.text for w in packed(BURNLEY).words if w.kind is WordsKind.DESCRIPTION)
    pictured = set(re.split(r"[ ,;:.]+", " ".join(described)))
    drawn = [w for w in packed(BURNLEY).words if w.kind is WordsKind.LINE]
    contents = {w.page for w in drawn if w.text in {"Contents", "Contents, continued"}}
    for words in drawn:
        text = words.text
        if text == CONTINUED or _PAGE_ONLY.search(text):
            continue
        if words.page in contents:  # its lines end in the numbers of pages
            text = re.sub(r" \d+$", "", text)
        # a label inside a picture is said in the picture's words
        assert _close(text) in said or set(text.split()) <= pictured, words


def test_the_page_says_nothing_that_the_pack_does_not() -> None:
    pack = _close(" ".join(w.text for w in packed(BURNLEY).words))
    ours = (
        "Skip to the pack",
        "This page has the same words",
        "SHA-256 of that",
        "Every figure of this chart",
    )
    for names, text in read(BURNLEY).said:
        if {"details", "caption", "svg"} & set(names) or text.startswith(ours):
            continue
        if _close(text) not in pack:
            # a paragraph that goes over several lines or pages of the pack: its words one by one
            absent = [word for word in text.split() if word.rstrip(".,") not in pack]
            assert not absent, text


def test_every_printed_figure_is_on_the_page_with_the_same_digits() -> None:
    seen = read(BURNLEY)
    pictures = _single(" ".join(text for names, text in seen.said if "p" in names))
    # a figure inside a picture is said in the picture's words
    held = (p for p in told(BURNLEY).passages if isinstance(p, Picture))
    drawn = {said.figure for picture in held for said in picture.figures}
    missing = []
    for figure in packed(BURNLEY).figures:
        if figure.id in seen.figures:
            assert _single(seen.figures[figure.id]) == _single(figure.text), figure.id
        elif figure.id not in drawn or figure.text.strip() not in pictures:
            missing.append(figure)
    assert not missing


def test_the_chart_tables_hold_every_figure_of_the_series() -> None:
    seen = read(BURNLEY)
    tables = sum("details" in inside for tag, _, inside in seen.elements if tag == "table")
    charts = [
        given for given in seen.all("svg") if "style" not in given
    ]  # others are drawn by hand
    assert tables == len(charts) > 20


def test_what_was_drawn_by_hand_is_drawn_again_with_its_words_and_in_the_pages_colours() -> None:
    pictures = [passage for passage in told(BURNLEY).passages if isinstance(passage, Picture)]
    by_hand = [p for p in pictures if p.drawing is None and p.sketch and p.sketch.shapes]
    bars = [p for p in by_hand if p.words.startswith("Target bar.")]
    assert len(bars) > 10
    seen = read(BURNLEY)
    assert len(seen.all("svg")) == len([p for p in pictures if p.drawing]) + len(by_hand)
    first = made(BURNLEY).partition(f"<figcaption>{bars[0].words}")[0].rpartition("<svg")[2]
    assert "fill:var(--off-soft)" in first or "fill:var(--off_soft)" in first
    assert "nan" not in first


def test_headings_tables_links_and_ids_are_sound() -> None:
    seen = read(BURNLEY)
    levels = [int(tag[1]) for tag, _, _ in seen.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [given["id"] for _, given, _ in seen.elements if "id" in given]
    assert len(set(ids)) == len(ids)
    links = [given["href"] for given in seen.all("a")]
    assert len(links) > 30
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert len(seen.all("table")) == len(seen.all("caption"))
    assert all(given.get("scope") in ("col", "row") for given in seen.all("th"))
    assert seen.all("html") == [{"lang": "en-GB"}]
    assert seen.elements[[t for t, _, _ in seen.elements].index("body") + 1][1]["href"] == "#main"
    for given in seen.all("span"):
        if given.get("role") == "img":
            assert given["aria-label"]


def test_the_page_is_whole_and_fetches_and_runs_nothing() -> None:
    source, seen = made(BURNLEY), read(BURNLEY)
    assert not {"script", "link", "img", "iframe", "object", "form"} & {
        t for t, _, _ in seen.elements
    }
    assert not re.search(r"https?://|//\w|@import|url\((?!#)|\bon\w+=", source)
    assert "default-src 'none'" in html.unescape(source)


def test_what_was_typed_stays_words_whatever_it_looks_like() -> None:
    said = Prose((Said("<img src=x onerror=alert(1)> &amp; \x00\ud800 ]]>"),))
    head = Heading(2, (Said('"><script>'),), '" onclick="x')
    hostile = replace(told(BURNLEY), title="</title><script>", passages=(head, said), tables={})
    seen = _Page(page.write(hostile, palette("light")).decode())
    assert not {"script", "img"} & {tag for tag, _, _ in seen.elements}
    assert not any("onclick" in given for _, given, _ in seen.elements)
    assert "<img src=x onerror=alert(1)> &amp;  ]]>" in seen.text


@pytest.mark.slow
def test_the_same_pack_gives_the_same_page() -> None:
    assert formats.make(packed(BURNLEY).content, Format.HTML).decode() == made(BURNLEY)


_AXE = """<script>axe.run(document).then(found => {
  const said = document.createElement("pre");
  said.id = "found";
  said.textContent = JSON.stringify([found.passes.length, found.violations.map(v => v.id)]);
  document.body.appendChild(said);
});</script></body>"""


@cache
def _tried(which: str) -> str:
    """The page of the board's pack, of the county's public pack, or of what is made of that for the young."""
    if which == "board":
        return made(BURNLEY)
    wanted = Format.YOUNG_HTML if which == "young" else Format.HTML
    return formats.make(public(COUNTY).content, wanted).decode()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
@pytest.mark.skipif(
    importlib.util.find_spec("axe_core_python") is None, reason="axe is not installed"
)
@pytest.mark.parametrize("dark", ["0", "1"])
@pytest.mark.parametrize("which", ["board", "public", "young"])
def test_axe_finds_no_violation_in_a_real_browser(tmp_path: Path, dark: str, which: str) -> None:
    found = importlib.util.find_spec("axe_core_python")
    assert found is not None
    assert found.submodule_search_locations is not None
    axe = Path(found.submodule_search_locations[0], "axe.min.js").read_text(encoding="utf-8")
    # the page's own policy lets no script run, this one neither: the policy is taken out of the copy tried
    source = re.sub(r"<meta http-equiv=[^>]*>", "", _tried(which))
    tried = tmp_path / "tried.html"
    tried.write_text(source.replace("</body>", f"<script>{axe}</script>{_AXE}"), encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'home'}"]
    flags += ["--virtual-time-budget=60000", f"--blink-settings=preferredColorScheme={dark}"]
    command = ["chromium", *flags, "--dump-dom", tried.as_uri()]
    ran = subprocess.run(command, check=True, capture_output=True, timeout=120)
    said = re.search(r'<pre id="found">\[(\d+),\[(.*?)\]\]</pre>', ran.stdout.decode())
    assert said is not None
    assert int(said[1]) > 20
    assert not said[2]
