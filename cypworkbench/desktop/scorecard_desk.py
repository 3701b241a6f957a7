"""What the scorecard asks for: nothing; it shows what the picture holds."""

from cypworkbench.desktop.desk import Desk, Office
from cypworkbench.desktop.scorecard_place import ScorecardPlace


class ScorecardDesk(Desk):
    """Makes the scorecard."""

    place: ScorecardPlace

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.place = ScorecardPlace(office.theme)
