"""Why a document can't be taken for a proof."""


class UnreadableError(ValueError):
    """What was given has not the form that a proof is made or checked on; the sentence says what and where."""


class TooMuchWorkError(UnreadableError):
    """To bring the document into canonical form would take more work than allowed: it may be made to do so."""
