"""What Round asks for: returns to be read, a return that never came to be set aside."""

from cypworkbench.desktop import intake, setting_aside
from cypworkbench.desktop.desk import Desk, Office, Verbs
from cypworkbench.desktop.round_place import RoundPlace


class RoundDesk(Desk):
    """Carries between Round and the workbench."""

    place: RoundPlace

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.place = RoundPlace(office.theme)
        self.place.files_wanted.connect(self.read)
        self.place.aside_wanted.connect(lambda area: setting_aside.ask(office, area, ""))

    def verbs(self) -> Verbs:
        """Reading returns."""
        return {"read": self.read}

    def read(self) -> None:
        """Ask for returns, and take them in."""
        intake.choose(self.office)
