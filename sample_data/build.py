"""Build the sample round: twelve files to drop, two corrected ones, comparators, and the list of planted faults.

    python -m sample_data.build [--to FOLDER]

The same inputs give the same files. The genuine figures come from published/, the illustrative ones from a fixed
seed (illustrative.py), the people's words from decisions.toml and comments.toml.
"""

import argparse
import csv
import io
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from openpyxl import Workbook, load_workbook

from cypworkbench.catalogue import load_framework
from cypworkbench.domain.area import LANCASHIRE
from cypworkbench.domain.evidence import Observation
from cypworkbench.domain.framework import Board, Framework
from cypworkbench.domain.period import Period
from cypworkbench.domain.record import Round
from cypworkbench.returns import template, written
from sample_data import genuine, illustrative
from sample_data.faults import FAULTS, Fault, as_toml, plant
from sample_data.oldexcel import as_xls

HERE = Path(__file__).resolve().parent
NEVER_CAME = "dctb-wyre"
OLD_EXCEL = "dctb-fylde"
NICKNAMES = {"dctb-west-lancashire": "W Lancs"}  # what a board writes for its district
COMPLETED_BY, COMPLETED_ON = "Performance officer", "18 September 2026"
TIDY = (
    *("measure", "area", "group", "period_kind", "period", "numerator", "denominator", "value"),
    *("state", "flags", "vintage", "base", "source_sha256", "sheet", "cell", "source"),
)


def read_round() -> Round:
    """The round of the sample, as decisions.toml gives it."""
    said = tomllib.loads((HERE / "decisions.toml").read_text(encoding="utf-8"))["round"]
    days = {key: date.fromisoformat(str(said[key])) for key in ("due", "meeting", "as_at")}
    return Round(said["label"], days["due"], days["meeting"], days["as_at"], said["note"])


def read_comments() -> dict[tuple[str, str], str]:
    """What boards wrote beside their latest figure, by board and measure."""
    said = tomllib.loads((HERE / "comments.toml").read_text(encoding="utf-8"))["comments"]
    return {(each["board"], each["measure"]): each["text"] for each in said}


def district_figures(framework: Framework) -> tuple[Observation, ...]:
    """Every figure the twelve districts report, genuine and illustrative."""
    published = genuine.read_published(framework)
    districts = {area.code for area in framework.districts}
    mine = tuple(o for o in published if o.area in districts)
    return (*mine, *illustrative.invent(framework, published))


def comparators(framework: Framework) -> tuple[Observation, ...]:
    """The genuine figures of county, region and country, in the plan's order of measures."""
    places = [LANCASHIRE, *framework.comparators]
    order = {m.id: number for number, m in enumerate(framework.measures)}
    found = [o for o in genuine.read_published(framework) if o.area in places]
    return tuple(sorted(found, key=lambda o: (order[o.measure], places.index(o.area), o.period)))


def county_figures(framework: Framework) -> tuple[Observation, ...]:
    """The county's own counts where no publisher gives any: the illustrative districts added up, all twelve of them.

    County systems know them whole even when a district's return never comes. Shares and rates are left to be summed
    from the districts that did report.
    """
    published = genuine.read_published(framework)
    given = {o.measure for o in published if o.area == LANCASHIRE}
    given |= {m.id for m in framework.measures if m.has_parts}
    invented = illustrative.invent(framework, published)
    periods = sorted({(o.measure, o.period) for o in invented if o.measure not in given})
    return tuple(
        illustrative.added_up(
            framework.measure(measure),
            tuple(o for o in invented if (o.measure, o.period) == (measure, period)),
        )
        for measure, period in periods
    )


def as_tidy(observations: Iterable[Observation]) -> str:
    """Observations as the tidy CSV that the workbench reads and writes."""
    text = io.StringIO()
    rows = csv.DictWriter(text, TIDY, lineterminator="\n")
    rows.writeheader()
    for each in observations:
        rows.writerow(
            {
                "measure": each.measure,
                "area": each.area,
                "group": each.group,
                "period_kind": each.period.kind.value,
                "period": each.period.iso,
                "numerator": each.numerator,
                "denominator": each.denominator,
                "value": each.value,
                "state": each.state.value,
                "flags": " ".join(each.flags),
                "vintage": each.vintage,
                "source": each.source,
            }
        )
    return text.getvalue()


def asked_of(figures: Iterable[Observation]) -> dict[str, tuple[Period, ...]]:
    """The periods the sample asks for: the back series of every measure, as this is the first round."""
    periods: dict[str, set[Period]] = {}
    for each in figures:
        periods.setdefault(each.measure, set()).add(each.period)
    return {measure: tuple(sorted(found)) for measure, found in periods.items()}


def with_comments(
    board: Board, figures: Iterable[Observation], comments: dict[tuple[str, str], str]
) -> tuple[Observation, ...]:
    """The board's figures with its comment beside the latest of a measure, and how a denominator came about."""
    mine = sorted(
        (o for o in figures if o.area == board.areas[0]), key=lambda o: (o.measure, o.period)
    )
    first = {o.measure: o.period for o in reversed(mine)}
    last = {o.measure: o.period for o in mine}
    made = []
    for each in mine:
        said = (
            comments.get((board.id, each.measure), "") if last[each.measure] == each.period else ""
        )
        if each.measure == "u18-conception" and first[each.measure] == each.period:
            said = genuine.IMPLIED
        made.append(replace(each, comment=said))
    return tuple(made)


def complete(content: bytes, board: Board) -> Workbook:
    """A filled return with its cover completed by a role, opened for planting."""
    book = load_workbook(io.BytesIO(content))
    cover = book[template.COVER]
    answers = {"Completed by (role)": COMPLETED_BY, "Date completed": COMPLETED_ON}
    if board.id in NICKNAMES:
        answers["District"] = NICKNAMES[board.id]
    for row in range(1, cover.max_row + 1):
        answer = answers.get(str(cover.cell(row, 1).value))
        if answer:
            written.put(cover, (row, 2), answer)
    return book


def build(to: Path) -> None:
    """Write the whole sample below a folder: returns/, resubmitted/, published.csv, county.csv and faults.toml."""
    framework = load_framework("cypfp-2022")
    round_, comments = read_round(), read_comments()
    figures = district_figures(framework)
    asked = asked_of(figures)
    for folder in ("returns", "resubmitted"):
        (to / folder).mkdir(parents=True, exist_ok=True)
    planted: list[Fault] = []
    for board in framework.district_boards:
        if board.id == NEVER_CAME:
            continue
        name = board.id.removeprefix("dctb-")
        filled = template.write(
            framework, board, round_, with_comments(board, figures, comments), asked
        )
        if board.id == OLD_EXCEL:
            (to / "returns" / f"{name}.xls").write_bytes(as_xls(complete(filled, board)))
        book = complete(filled, board)
        mine = tuple(fault for fault in FAULTS if fault.board == name)
        if any(fault.corrected for fault in mine):
            (to / "resubmitted" / f"{name}.xlsx").write_bytes(sealed(book, round_))
        planted.extend(plant(book, fault) for fault in mine)
        (to / "returns" / f"{name}.xlsx").write_bytes(sealed(book, round_))
    (to / "faults.toml").write_text(as_toml(planted), encoding="utf-8")
    (to / "county.csv").write_text(as_tidy(county_figures(framework)), encoding="utf-8")
    (to / "published.csv").write_text(as_tidy(comparators(framework)), encoding="utf-8")


def sealed(book: Workbook, round_: Round) -> bytes:
    """The workbook's bytes, dated by the round and not by the clock."""
    return written.seal(book, round_.as_at or date.min)


def main() -> None:
    """Build the sample where it lies, or below the folder given."""
    parser = argparse.ArgumentParser(description="Build the sample round.")
    parser.add_argument(
        "--to", type=Path, default=HERE, help="the folder to build in (default: here)"
    )
    to = parser.parse_args().to
    build(to)
    print(f"built {len(list((to / 'returns').iterdir()))} files, seed {illustrative.SEED}, in {to}")


if __name__ == "__main__":
    main()
