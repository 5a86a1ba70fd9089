"""What PostgreSQL's errors, and those of its client, mean to the rest of the program."""

from __future__ import annotations

import ssl
from collections.abc import Sequence

import asyncpg

from dialbook.domain.refusal import Refusal
from dialbook.ports.store import StoreUnavailable

SLOW = "The store did not answer in time."
LOST = "The connection to the store was lost."
UNKNOWN = "The connection to the store was lost during a commit: whether it was made is not known."
OVERTAKEN = "Too many writers want the same records of the store."
READ_ONLY = "The host of the store takes no writes."
OTHER_SCHEMA = "The tables of the store are not those of this version of dialbook."
UNCONFIRMED = "Commits wait for a standby of the store that does not answer."
UNREACHABLE = "PostgreSQL cannot be reached."
SILENT = "PostgreSQL does not answer."
NOT_WRITABLE = "No host of the store takes writes."
NO_ROOT = (
    "The certificate that PostgreSQL's is checked with is not there: name its file in the parameter sslrootcert of the store's URL, "
    "or put it into ~/.postgresql/root.crt."
)
NO_STANDBY = "No host of the read store is a standby."
OTHER_ROLE = "The host is a standby where a primary was expected, or the other way round."
FAILED = "The store failed."

DEAD = (asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, EOFError)
"""What the client raises when a server goes away, or when it is confused itself: the connection must not be used again. A time-out is
an OSError.
"""
ERRORS = (asyncpg.PostgresError, *DEAD)

_OVERTAKEN = {"40001", "40P01", "55P03"}
_OUTDATED = {"0A000", "25P02", "26000"}
"""The connection knows statements that are not there any more, or is in a state that it must not be in."""
_UNFIT_TEXT = {"22021", "22P05"}
_OUTAGES = {
    "42703": OTHER_SCHEMA,
    "42P01": OTHER_SCHEMA,
    "42501": "PostgreSQL grants the user of the store too little: it must own the tables.",
    "53100": "The store is out of space.",
    "53200": "There is no memory left for the store.",
    "53300": "PostgreSQL has no connection left for the store.",
    "57014": SLOW,
}
_REFUSED = {
    "08P01": "The pooler before PostgreSQL refuses the user, the password or the database of the store: its log says which.",
    "28000": "PostgreSQL refuses the user of the store, or the way in which it connects.",
    "28P01": "PostgreSQL refuses the user or the password of the store.",
    "3D000": "The database of the store does not exist: create it, for example with 'createdb'.",
    "57P03": "PostgreSQL is starting up or shutting down.",
}


class Transient(StoreUnavailable):
    """Nothing was committed, and the same may well succeed when it is begun anew."""


class Gone(StoreUnavailable):
    """Nobody answers, or nobody fit: whoever waits for the same need not try, for each would wait as long again."""


class Unknown(StoreUnavailable):
    """Whether a commit was made is not known."""


class Lapsed(Unknown, Gone):
    """The time for a commit is over: the server hangs, or waits for a standby as every other commit would."""


class Alone(Transient):
    """The same can only be done while nobody else writes."""


def meaning(error: Exception) -> Exception:
    """Return what a statement's error means: Transient, StoreUnavailable, Refusal, or the error itself where the statement is wrong.

    What PostgreSQL says in detail quotes rows, so it is taken away.
    """
    if unfit(error):
        return _unfit(error)
    if isinstance(error, asyncpg.PostgresError):
        error.detail = None
        return _meaning_of_state(error)
    if isinstance(error, TimeoutError):
        return Gone(SLOW)
    return Transient(LOST) if isinstance(error, DEAD) else error


def _meaning_of_state(error: asyncpg.PostgresError) -> Exception:
    state = error.sqlstate or ""
    if state in _OVERTAKEN:
        return Transient(OVERTAKEN)
    if state == "25006":
        return Transient(READ_ONLY)
    if ends_connection(error):
        return Transient(LOST)
    if state in _UNFIT_TEXT:
        return Refusal("BadRequest", "A text must not contain the character U+0000.")
    if state in _OUTAGES or state[:2] in {"53", "58", "XX"}:
        return StoreUnavailable(_OUTAGES.get(state, FAILED))
    wrong: Exception = error
    return wrong


def unfit(error: BaseException) -> bool:
    """Tell whether the client has found that a value cannot be sent, so that it has sent nothing."""
    return isinstance(error, asyncpg.DataError) and getattr(error, "severity_en", None) is None


def _unfit(error: Exception) -> Exception:
    """Return the error of a value that cannot be sent, without the value, which asyncpg quotes."""
    cause = error.__cause__
    if isinstance(cause, UnicodeEncodeError):
        return UnicodeEncodeError(cause.encoding, "", 0, 0, cause.reason)
    return ValueError("A value does not fit its column.")


def ends_connection(error: BaseException) -> bool:
    """Tell whether a connection on which this has happened must not be used again."""
    if not isinstance(error, asyncpg.PostgresError):
        return True
    state = error.sqlstate or ""
    return state == "25006" or state in _OUTDATED or state[:2] in {"08", "XX"} or state.startswith(("57P", "25P"))


def unreachable(error: BaseException, role: str | None = None) -> StoreUnavailable:
    """Say in a sentence why no connection could be made. What the client says itself may quote the password."""
    if isinstance(error, asyncpg.TargetServerAttributeNotMatched):
        return Gone(NO_STANDBY if role == "standby" else NOT_WRITABLE)
    if isinstance(error, asyncpg.ClientConfigurationError):
        without_root = str(error).startswith("root certificate file")
        return Gone(
            NO_ROOT if without_root else "The URL of the store is not one that PostgreSQL's clients understand."
        )
    if isinstance(error, asyncpg.PostgresError):
        return _refused(error.sqlstate or "")
    if isinstance(error, TimeoutError):
        return Gone(SILENT)
    if (
        isinstance(error, ssl.SSLError) or type(error) is ConnectionError
    ):  # the client's own, where the server has no encryption
        return Gone("PostgreSQL cannot be reached with the encryption that the URL of the store asks for.")
    return Gone(UNREACHABLE)


def _refused(state: str) -> StoreUnavailable:
    sentence = _REFUSED.get(state) or _OUTAGES.get(state) or "PostgreSQL refuses the connection."
    # A process that has connections already makes do with them: one is given back soon.
    return Transient(sentence) if state == "53300" else Gone(sentence)


def most_telling(errors: Sequence[StoreUnavailable]) -> StoreUnavailable:
    """Return why none of several hosts could be connected to: that one refuses says more than that others are not there."""
    ranks = {UNREACHABLE: 0, SILENT: 1, NOT_WRITABLE: 2}
    return max(errors, key=lambda error: ranks.get(str(error), 3))
