"""Tags of several papers in one tree: what they use differently is told apart."""

import io

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from goldenthread.governance.packs import engine
from goldenthread.governance.packs.agenda import Item
from goldenthread.governance.tests.packs import papers
from goldenthread.governance.tests.packs.looking import check_tags
from goldenthread.governance.tests.packs.papers import Shelf


@pytest.fixture
def packed(tmp_path):
    """A function that packs PDFs and opens the pack."""
    shelf = Shelf(tmp_path)

    def make(*contents: bytes) -> Pdf:
        rows = tuple(shelf.paper(f"Paper {at}", "a.pdf", content) for at, content in enumerate(contents))
        with engine.prepare(shelf.agenda(Item("1", "1", "Subject", papers=rows))) as prepared:
            prepared.write(tmp_path / "pack.pdf")
        return Pdf.open(tmp_path / "pack.pdf")

    return make


def elements(node):
    """Every tag from ``node`` down."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Array):
            waiting += list(found)
        elif isinstance(found, Dictionary) and "/S" in found:
            yield found
            if "/K" in found:
                waiting.append(found.K)


def changed(change) -> bytes:
    with Pdf.open(io.BytesIO(papers.typeset("Paper"))) as pdf:
        change(pdf.Root.StructTreeRoot, pdf)
        return papers.saved(pdf)


def test_cells_name_their_own_headings(packed):
    """Two papers whose cells have the same identifiers do not name each other's headings."""
    same = papers.typeset("Same")
    with packed(same, same, same) as pdf:
        check_tags(pdf)
        ids: dict[bytes, int] = {}
        for at, part in enumerate(pdf.Root.StructTreeRoot.K[0].K):
            for element in elements(part):
                if "/ID" in element:
                    assert ids.setdefault(bytes(element.ID), at) == at
        for at, part in enumerate(pdf.Root.StructTreeRoot.K[0].K):
            for element in elements(part):
                for attribute in element.get("/A", ()) if isinstance(element.get("/A"), Array) else ():
                    for header in attribute.get("/Headers", ()):
                        assert ids[bytes(header)] == at
        leaf = pdf.Root.StructTreeRoot.IDTree.Kids[0]
        names = [bytes(name) for name in list(leaf.Names)[::2]]
        assert names == sorted(names)
        assert set(names) == set(ids)
        assert [bytes(limit) for limit in leaf.Limits] == [names[0], names[-1]]


def test_a_name_for_two_roles_is_told_apart(packed):
    def as_heading(root, pdf):
        root.RoleMap = Dictionary({"/Special": Name.H1})
        next(element for element in elements(root.K) if element.S == Name.H1).S = Name("/Special")

    def as_paragraph(root, pdf):
        root.RoleMap = Dictionary({"/Special": Name.P})
        next(element for element in elements(root.K) if element.S == Name.H1).S = Name("/Special")

    with packed(changed(as_heading), changed(as_paragraph), changed(as_heading)) as pdf:
        check_tags(pdf)
        roles = {str(key): str(value) for key, value in pdf.Root.StructTreeRoot.RoleMap.items()}
        meant = []
        for part in list(pdf.Root.StructTreeRoot.K[0].K)[1:]:
            (element,) = [found for found in elements(part) if str(found.S).startswith("/Special")]
            meant.append(roles[str(element.S)])
        assert meant == ["/H1", "/P", "/H1"]


def test_one_paper_does_not_change_what_standard_names_mean(packed):
    def odd(root, pdf):
        root.RoleMap = Dictionary({"/H2": Name.P})

    with packed(changed(odd), papers.typeset("Plain")) as pdf:
        roles = pdf.Root.StructTreeRoot.RoleMap
        assert "/H2" not in roles
        kinds = [{str(found.S) for found in elements(part)} for part in list(pdf.Root.StructTreeRoot.K[0].K)[1:]]
        assert "/H2" in kinds[1]
        assert "/H2" not in kinds[0]


def test_classes_that_differ_are_told_apart(packed):
    def classed(size):
        def change(root, pdf):
            root.ClassMap = Dictionary({"/c": Dictionary(O=Name.Layout, SpaceAfter=size)})
            next(iter(elements(root.K))).C = Name("/c")

        return change

    with packed(changed(classed(1)), changed(classed(2))) as pdf:
        classes = pdf.Root.StructTreeRoot.ClassMap
        spaces = []
        for part in list(pdf.Root.StructTreeRoot.K[0].K)[1:]:
            (element,) = [found for found in elements(part) if "/C" in found]
            spaces.append(int(classes[str(element.C)].SpaceAfter))
        assert spaces == [1, 2]


def test_the_language_of_a_paper_is_kept(packed):
    def welsh(root, pdf):
        pdf.Root.Lang = String("cy")

    with packed(changed(welsh), papers.typeset("English")) as pdf:
        languages = [str(part.Lang) for part in pdf.Root.StructTreeRoot.K[0].K]
        assert languages == ["en-GB", "cy", "en-GB"]


def test_tags_within_drawn_parts_keep_their_keys(packed):
    def drawn(root, pdf):
        page = pdf.pages[0].obj
        element = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, P=root.K[0] if isinstance(root.K, Array) else root.K)
        )
        form = pdf.make_stream(
            b"/P <</MCID 0>> BDC EMC", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), StructParents=77
        )
        page.Resources.XObject = Dictionary(Fm=form)
        nums = list(root.ParentTree.Nums)
        root.ParentTree.Nums = Array([*nums, 77, Array([element])])
        root.ParentTreeNextKey = 78

    with packed(changed(drawn), changed(drawn)) as pdf:
        keys = []
        for page in pdf.pages:
            if "/XObject" in page.obj.Resources and "/Fm" in page.obj.Resources.XObject:
                keys.append(int(page.obj.Resources.XObject.Fm.StructParents))
        assert len(set(keys)) == 2
        nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        by_key = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
        assert all(by_key[key][0].S == Name.P for key in keys)


def test_hidden_layers_stay_hidden(packed):
    with Pdf.open(io.BytesIO(papers.typeset("Layers"))) as pdf:
        shown, hidden = (
            pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("Shown", "Hidden")
        )
        pdf.Root.OCProperties = Dictionary(OCGs=Array([shown, hidden]), D=Dictionary(OFF=Array([hidden])))
        pdf.pages[0].obj.Resources.Properties = Dictionary(A=shown, B=hidden)
        content = papers.saved(pdf)
    with packed(content, papers.typeset("Plain")) as pdf:
        assert [str(layer.Name) for layer in pdf.Root.OCProperties.OCGs] == ["Shown", "Hidden"]
        assert [str(layer.Name) for layer in pdf.Root.OCProperties.D.OFF] == ["Hidden"]
        held = pdf.pages[1].obj.Resources.Properties
        assert held.B.objgen == pdf.Root.OCProperties.D.OFF[0].objgen
