"""How a board wants its own packs to look: the cover's title and words, its colour and logo, which pages in order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Template:
    """A board's own choices, each empty where the program's stand.

    `title` and `pages` are those of its board edition alone; `text` (in place of the cover's sentence about the pack),
    `colour` (as #RRGGBB) and `logo` are those of every edition that has a cover. `logo` is a PNG, made by this program
    from the one given, in base64; `logo_says` is what is said of it to whoever cannot see it. `pages` are page kinds.
    """

    board: str
    title: str = ""
    text: str = ""
    colour: str = ""
    logo: str = ""
    logo_says: str = ""
    pages: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen."""
        return not (self.title or self.text or self.colour or self.logo or self.pages)
