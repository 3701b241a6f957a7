"""What the workbench declines to do, in the analyst's words and with a remedy."""


class Refusal(Exception):  # noqa: N818  the analyst is refused something; nothing has gone wrong
    """A request that cannot be met: one sentence saying why, and one saying what to do.

    Raised anywhere below the window and the command line, and caught only there.
    """

    def __init__(self, what: str, remedy: str) -> None:
        """Keep the sentence and its remedy apart, so that each surface can lay them out."""
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy

    def __reduce__(self) -> tuple[type["Refusal"], tuple[str, str]]:
        """Cross process boundaries whole: files are read in a worker process."""
        return (type(self), (self.what, self.remedy))


class UnreadableError(Refusal):
    """A workspace that is damaged, altered or no longer there: it may be brought back, or saved in part."""
