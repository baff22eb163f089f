"""Why a document can't be taken for a proof."""


class UnreadableError(ValueError):
    """What was given has not the form that a proof is made or checked on; the sentence says what and where."""


class TooMuchWorkError(UnreadableError):
    """To bring the document into canonical form would take more work than allowed: it may be made to do so."""


class UnknownTermError(UnreadableError):
    """A member, type or context whose meaning no bundled context gives: it would not be signed."""
