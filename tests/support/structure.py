"""What no validator looks at: each piece of content is owned once, and every index agrees on by whom.

Beside veraPDF, not instead of it: this finds broken bookkeeping, veraPDF finds broken promises.
"""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import ImageCms

Id = tuple[int, int]
PAINTS = frozenset(
    ["S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"', "Do", "sh"]
)


@dataclass
class Tree:
    """Who owns what: marks by page and number, annotations, and elements by their id."""

    marks: dict[tuple[Id, int], list[Id]] = field(default_factory=dict)
    annotations: dict[Id, list[Id]] = field(default_factory=dict)
    ids: dict[bytes, list[Id]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def faults(content: bytes) -> list[str]:
    """Every place where marks, structure tree, parent tree, index of ids and annotations disagree."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            return ["no structure"]
        tree = _tree(pdf.Root.StructTreeRoot)
        parents = _numbers(pdf.Root.StructTreeRoot)
        found = list(tree.wrong)
        for number, page in enumerate(pdf.pages, start=1):
            said = [*_page(page, tree, parents), *_annotations(page, tree, parents)]
            found += [f"page {number}: {one}" for one in said]
        return [*found, *_ids(pdf.Root.StructTreeRoot, tree), *_profiles(pdf)]


def _tree(root: pikepdf.Object) -> Tree:
    tree = Tree()
    waiting: list[tuple[pikepdf.Object, pikepdf.Object | None]] = [(root, None)]
    while waiting:
        element, inherited = waiting.pop()
        page = element.get("/Pg", inherited)
        if "/ID" in element:
            tree.ids.setdefault(bytes(element.ID), []).append(element.objgen)
        kids = element.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                if kid.get("/P", Dictionary()).objgen != element.objgen:
                    tree.wrong.append(f"a {kid.S} does not know its parent")
                waiting.append((kid, page))
            else:
                _own(tree, element, kid, page)
    return tree


def _own(tree: Tree, element: pikepdf.Object, kid: object, page: pikepdf.Object | None) -> None:
    number = kid if isinstance(kid, int) else None
    if isinstance(kid, Dictionary):
        page = kid.get("/Pg", page)
        if kid.get("/Type") == Name.OBJR:
            tree.annotations.setdefault(kid.Obj.objgen, []).append(element.objgen)
            return
        number = int(kid.MCID)
    if page is None or number is None:
        tree.wrong.append(f"a {element.S} owns a mark on no page")
        return
    tree.marks.setdefault((page.objgen, number), []).append(element.objgen)


def _numbers(root: pikepdf.Object) -> dict[int, pikepdf.Object]:
    nums = root.get("/ParentTree", Dictionary()).get("/Nums", Array())
    return {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}


def _page(page: pikepdf.Page, tree: Tree, parents: dict[int, pikepdf.Object]) -> Iterator[str]:
    drawn: Counter[int] = Counter()
    open_marks: list[bool] = []
    for step in pikepdf.parse_content_stream(page):
        operator = str(step.operator)
        if operator == "BDC" and open_marks and _is_language(*step.operands):
            open_marks.append(True)  # part of the mark around it, in another language
            continue
        if operator == "BDC" and isinstance(step.operands[1], Dictionary):
            if "/MCID" in step.operands[1]:
                drawn[int(step.operands[1].MCID)] += 1
            open_marks.append(True)
        elif operator == "BMC":
            open_marks.append(True)
        elif operator == "EMC":
            if not open_marks:
                yield "a mark ends that never began"
            del open_marks[-1:]
        elif operator in PAINTS and not open_marks:
            yield f"{operator} draws outside every mark"
        if operator in {"BDC", "BMC"} and len(open_marks) > 1:
            yield "a mark begins inside another"
    if open_marks:
        yield "a mark never ends"
    held = parents.get(int(page.obj.get("/StructParents", -1)), Array())
    yield from _marks(page.obj.objgen, drawn, tree, held)


def _is_language(tag: object, said: object) -> bool:
    return str(tag) == "/Span" and isinstance(said, Dictionary) and set(said.keys()) == {"/Lang"}


def _marks(page: Id, drawn: Counter[int], tree: Tree, held: pikepdf.Object) -> Iterator[str]:
    for mark, times in sorted(drawn.items()):
        owners = tree.marks.get((page, mark), [])
        if times > 1:
            yield f"mark {mark} is drawn {times} times"
        if len(owners) != 1:
            yield f"mark {mark} has {len(owners)} owners"
        elif mark >= len(held) or held[mark].objgen != owners[0]:
            yield f"the parent tree disagrees about mark {mark}"
    for there, mark in sorted(tree.marks):
        if there == page and mark not in drawn:
            yield f"mark {mark} is owned and never drawn"


def _annotations(
    page: pikepdf.Page, tree: Tree, parents: dict[int, pikepdf.Object]
) -> Iterator[str]:
    for annotation in page.obj.get("/Annots", Array()):
        owners = tree.annotations.get(annotation.objgen, [])
        told = parents.get(int(annotation.get("/StructParent", -1)))
        if len(owners) != 1:
            yield f"a {annotation.Subtype} has {len(owners)} owners"
        elif told is None or told.objgen != owners[0]:
            yield f"the parent tree disagrees about a {annotation.Subtype}"


def _ids(root: pikepdf.Object, tree: Tree) -> Iterator[str]:
    names = [
        n for leaf in root.get("/IDTree", Dictionary()).get("/Kids", Array()) for n in leaf.Names
    ]
    index = {bytes(names[i]): names[i + 1].objgen for i in range(0, len(names), 2)}
    if list(index) != sorted(index):
        yield "the index of ids is not in order"
    for name, elements in tree.ids.items():
        if len(elements) != 1 or index.get(name) != elements[0]:
            yield f"the index of ids disagrees about {name!r}"
    for name in index.keys() - tree.ids.keys():
        yield f"the index of ids holds {name!r}, which is no element's"


def _profiles(pdf: pikepdf.Pdf) -> Iterator[str]:
    for intent in pdf.Root.get("/OutputIntents", Array()):
        try:
            ImageCms.ImageCmsProfile(io.BytesIO(intent.DestOutputProfile.read_bytes()))
        except OSError as error:
            yield f"the colour profile cannot be read: {error}"
