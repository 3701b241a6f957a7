from time import process_time

from cypworkbench.signing.readback import attachment, figures
from tests.signing.conftest import DRAWN, draw_pack


def test_each_printed_figure_reads_back_exactly_as_drawn_before_and_after_signing(
    stages: tuple[bytes, ...],
) -> None:
    for pdf in stages:
        assert figures(pdf) == DRAWN


def test_the_attached_record_comes_back_whole_and_a_missing_one_is_none(
    stages: tuple[bytes, ...],
) -> None:
    assert attachment(stages[3], "snapshot.json") == b'{"a": 1}'
    assert attachment(stages[3], "another.json") is None


def test_four_thousand_figures_on_forty_pages_read_back_in_a_second_of_the_processors_time() -> (
    None
):
    pdf = draw_pack(pages=41, figures=100)
    start = process_time()
    found = figures(pdf)
    taken = process_time() - start
    assert len(found) == 4000 + len(DRAWN)
    assert all(found[f"fig:{page}:{n}"] == f"{page}.{n}" for page in range(40) for n in range(100))
    assert taken < 1.0


def test_a_file_cut_short_or_no_pdf_at_all_holds_no_attachment_and_raises_nothing(
    stages: tuple[bytes, ...],
) -> None:
    assert figures(b"no pdf") == {}
    assert attachment(b"no pdf", "snapshot.json") is None
    for part in (0.1, 0.5, 0.9):
        figures(stages[0][: int(len(stages[0]) * part)])
