"""From ReportLab's pages to a finished file: structure tree, outline, signature boxes, metadata, attachments."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from cypworkbench.packs import fonts, leftward
from cypworkbench.packs.tagged import colourprofile, metadata
from cypworkbench.packs.tagged.structure import Element

if TYPE_CHECKING:
    from cypworkbench.packs.tagged.document import Attachment, Document, OutlineEntry

_PRINTED = 4  # annotation flag: shown on paper too


def seal(document: "Document", drawn: bytes, attachments: "Sequence[Attachment]") -> bytes:
    """The finished bytes of a drawn document: PDF/UA-1 and PDF/A-3a."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        _Tree(pdf, document).build()
        _outline(pdf, document.outline)
        _catalogue(pdf, document)
        _fonts(pdf)
        for attachment in sorted(attachments, key=lambda a: a.name):  # a name tree is in order
            _attach(pdf, attachment, document)
        metadata.write(pdf, document.metadata)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            fix_metadata_version=False,
            min_version="1.7",
        )
    return out.getvalue()


class _Tree:
    """Builds the structure tree, its parent tree and its index of ids."""

    def __init__(self, pdf: pikepdf.Pdf, document: "Document") -> None:
        self.pdf = pdf
        self.document = document
        self.pages = [page.obj for page in pdf.pages]
        self.made: dict[int, pikepdf.Object] = {}
        self.parents: list[pikepdf.Object] = []  # parent tree: the place in this list is the key
        self.ids: dict[str, pikepdf.Object] = {}
        self.fields = {id(f.element): f for f in document.fields}
        self.widgets: list[pikepdf.Object] = []
        self.notes = 0

    def build(self) -> None:
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        elements = self.document.root.walk()  # parents before what they hold
        for element in elements:
            self._make(element, root)
        for element in elements:
            self._fill(element)
        for page, obj in zip(self.document.pages, self.pages, strict=True):
            obj.StructParents = len(self.parents)
            obj.Tabs = Name.S
            self.parents.append(Array([self.made[id(e)] for e in page.marks]))
        self._annotate(elements)
        root.K = Array([self.made[id(self.document.root)]])
        numbered = [item for pair in enumerate(self.parents) for item in pair]
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbered)))
        root.ParentTreeNextKey = len(self.parents)
        self._index(root)
        self.pdf.Root.StructTreeRoot = root

    def _make(self, element: Element, root: pikepdf.Object) -> None:
        said: dict[str, Any] = {
            "/Type": Name.StructElem,
            "/S": Name(f"/{element.tag}"),
            "/P": self.made[id(element.parent)] if element.parent else root,
        }
        if element.alt:
            said["/Alt"] = _text(element.alt)
        if element.title:
            said["/T"] = _text(element.title)
        attributes = _attributes(element)
        if attributes is not None:
            said["/A"] = attributes
        name = element.figure
        if element.tag == "Note" and not name:
            self.notes += 1
            name = f"note:{self.notes}"  # PDF/UA-1, 7.9: a note has an id
        if name:
            said["/ID"] = String(name)
        home = _home(element)
        if home is not None:
            said["/Pg"] = self.pages[home]
        made = self.made[id(element)] = self.pdf.make_indirect(Dictionary(said))
        if name:
            self.ids[name] = made

    def _fill(self, element: Element) -> None:
        home = _home(element)
        self.made[id(element)].K = Array([self._kid(kid, home) for kid in element.kids])

    def _kid(self, kid: "Element | tuple[int, int]", home: int | None) -> "pikepdf.Object | int":
        if isinstance(kid, Element):
            return self.made[id(kid)]
        page, mark = kid
        if page == home:
            return mark
        return Dictionary(Type=Name.MCR, Pg=self.pages[page], MCID=mark)

    def _annotate(self, elements: Iterable[Element]) -> None:
        for element in elements:
            for page, box in element.link_boxes:
                self._link(element, page, box)
        for field in self.document.fields:
            self._widget(field.element)
        if self.widgets:
            self.pdf.Root.AcroForm = Dictionary(Fields=Array(self.widgets), SigFlags=1)

    def _link(self, element: Element, page: int, box: Sequence[float]) -> None:
        annotation = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array(list(box)),
            Border=Array([0, 0, 0]),
            F=_PRINTED,
            Contents=_text(element.title or f"Go to {element.goes_to}"),
        )
        if element.goes_to.startswith("https://"):
            annotation.A = Dictionary(Type=Name.Action, S=Name.URI, URI=String(element.goes_to))
        else:
            number, top = self.document.places[element.goes_to]
            annotation.Dest = Array([self.pages[number], Name.XYZ, 0, round(top, 2), 0])
        self._own(element, page, self.pdf.make_indirect(annotation))

    def _widget(self, element: Element) -> None:
        field = self.fields[id(element)]
        x0, y0, x1, y1 = field.box
        empty = self.pdf.make_stream(
            b"q Q",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, round(x1 - x0, 2), round(y1 - y0, 2)]),
        )
        widget = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(field.name),
                TU=_text(field.description),
                Contents=_text(field.description),
                Rect=Array(list(field.box)),
                F=_PRINTED,
                P=self.pages[field.page],
                AP=Dictionary(N=empty),
            )
        )
        self._own(element, field.page, widget)
        self.widgets.append(widget)

    def _own(self, element: Element, page: int, annotation: pikepdf.Object) -> None:
        obj = self.made[id(element)]
        annotation.StructParent = len(self.parents)
        self.parents.append(obj)
        home = self.pages[page]
        reference = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=home)
        if element.tag == "Form":
            # Programs that sign look for a single reference here, not a list of one.
            obj.K = reference
            obj.Pg = home
        else:
            obj.K.append(reference)
        if Name.Annots not in home:
            home.Annots = Array()
        home.Annots.append(annotation)

    def _index(self, root: pikepdf.Object) -> None:
        if not self.ids:
            return
        said = {name: String(name) for name in self.ids}
        names = sorted(said, key=lambda name: bytes(said[name]))
        pairs = Array([item for name in names for item in (said[name], self.ids[name])])
        limits = Array([String(names[0]), String(names[-1])])
        leaf = self.pdf.make_indirect(Dictionary(Names=pairs, Limits=limits))
        root.IDTree = self.pdf.make_indirect(Dictionary(Kids=Array([leaf])))


def _home(element: Element) -> int | None:
    """The page that an element's content first stands on, if any of it is its own."""
    return next((kid[0] for kid in element.kids if not isinstance(kid, Element)), None)


def _text(said: str) -> String:
    """Text as a reader's program takes it: what a page could not print, it is not told either."""
    return String(fonts.plain(said))


def _attributes(element: Element) -> pikepdf.Object | None:
    if element.tag in ("TH", "TD"):
        said: dict[str, Any] = {}
        if element.scope:
            said["/Scope"] = Name(f"/{element.scope}")
        if element.columns > 1:
            said["/ColSpan"] = element.columns
        if element.rows > 1:
            said["/RowSpan"] = element.rows
        return Dictionary({"/O": Name.Table, **said}) if said else None
    if element.tag == "L" and element.numbering:
        return Dictionary(O=Name.List, ListNumbering=Name(f"/{element.numbering}"))
    if element.box:
        return Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array(list(element.box)))
    return None


def _outline(pdf: pikepdf.Pdf, entries: "Iterable[OutlineEntry]") -> None:
    with pdf.open_outline() as outline:
        branches = [outline.root]
        for entry in entries:
            item = pikepdf.OutlineItem(
                fonts.plain(entry.title), entry.page, "XYZ", left=0, top=round(entry.top, 2), zoom=0
            )
            del branches[entry.level + 1 :]
            branches[-1].append(item)
            branches.append(item.children)


def _catalogue(pdf: pikepdf.Pdf, document: "Document") -> None:
    root = pdf.Root
    root.Lang = String(document.metadata.language)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True,
        PrintScaling=Name("/None"),
        Duplex=Name.DuplexFlipLongEdge,
        PickTrayByPDFSize=True,  # an A3 fold-out among A4 pages
    )
    for page in pdf.pages:
        page.obj.TrimBox = page.obj.BleedBox = page.obj.MediaBox
    root.PageMode = Name.UseOutlines
    profile = pdf.make_stream(colourprofile.srgb(), N=3)
    root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=profile,
            )
        ]
    )


_MEANS = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,6})>")
_BLOCK = 100  # the most pairs that one table of a ToUnicode map may hold


def _fonts(pdf: pikepdf.Pdf) -> None:
    """Say what each font's codes mean, again: ReportLab's maps break strict readers in three ways.

    Codes never shown mean U+0000; letters beyond the first 65,536 are not in UTF-16; tables are too long. A letter's
    joined form means the letter.
    """
    seen = set()
    for page in pdf.pages:
        named: Iterable[pikepdf.Object] = page.obj.Resources.get("/Font", Dictionary()).values()
        for font in named:
            if "/ToUnicode" not in font or font.objgen in seen:
                continue
            seen.add(font.objgen)
            font.ToUnicode.write(_meanings(font.ToUnicode.read_bytes()))


def _meanings(told: bytes) -> bytes:
    before, _, rest = told.partition(b"endcodespacerange\n")
    pairs = [(code, int(letter, 16)) for code, letter in _MEANS.findall(rest)]
    lines = [
        b"<%s> <%s>" % (code, leftward.read(chr(letter)).encode("utf-16-be").hex().upper().encode())
        for code, letter in pairs
        if letter
    ]
    tables = [lines[i : i + _BLOCK] for i in range(0, len(lines), _BLOCK)]
    said = [b"%d beginbfchar\n%s\nendbfchar\n" % (len(t), b"\n".join(t)) for t in tables]
    return before + b"endcodespacerange\n" + b"".join(said) + rest.partition(b"endbfchar\n")[2]


def _attach(pdf: pikepdf.Pdf, attachment: "Attachment", document: "Document") -> None:
    at = metadata.pdf_date(document.metadata.created_at)
    stream = pdf.make_stream(
        attachment.content, Type=Name.EmbeddedFile, Subtype=Name("/application/json")
    )
    stream.Params = Dictionary(Size=len(attachment.content), ModDate=String(at))
    spec = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attachment.name),
            UF=String(attachment.name),
            Desc=_text(attachment.description),
            AFRelationship=Name.Data,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    if "/EmbeddedFiles" not in pdf.Root.Names:
        pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array())
        pdf.Root.AF = Array()
    pdf.Root.Names.EmbeddedFiles.Names.extend([String(attachment.name), spec])
    pdf.Root.AF.append(spec)
