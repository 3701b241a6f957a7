"""Workbooks locked with a password: opened in memory, never written down open.

The bytes that were sent stay the evidence. Neither the password nor any key made from it is kept (MS-OFFCRYPTO, agile
and standard encryption); what is kept of such a file in clear is said in `extract`.
"""

import io
import struct
from typing import TYPE_CHECKING, NoReturn
from xml.parsers.expat import ExpatError

from cypworkbench.domain.refusal import Refusal

if TYPE_CHECKING:
    from msoffcrypto.format.ooxml import OOXMLFile

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage\0".encode("utf-16-le")
_MOST_ROUNDS = 1_000_000  # Excel asks for 100,000; a file that asks for far more only wastes hours
_SPOILT = (ValueError, KeyError, IndexError, AttributeError, OSError, struct.error, ExpatError)
GIVE = "Give its password: the window asks for it, and at the terminal it is read with --passphrase-stdin."


def is_locked(content: bytes) -> bool:
    """Whether the bytes are a workbook locked with a password."""
    return content.startswith(_COMPOUND) and _LOCKED in content


def opened(content: bytes, name: str, passphrase: str) -> bytes:
    """The workbook inside a locked file.

    Raises Refusal without a password, with one that is not the file's, and when the file was altered.
    """
    # only when a file is locked
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

    if not passphrase:
        raise Refusal(f"{name} is locked with a password.", GIVE)
    inside = io.BytesIO()
    try:
        locked = _opened(content)
        if locked.type == "agile" and locked.info["spinValue"] > _MOST_ROUNDS:
            _unknown(name)
        _unlock(locked, name, passphrase)
        locked.decrypt(inside, verify_integrity=locked.type == "agile")
    except (DecryptionError, FileFormatError, InvalidKeyError, *_SPOILT) as fault:
        _unknown(name, fault)
    return inside.getvalue()


def _unlock(locked: "OOXMLFile", name: str, passphrase: str) -> None:
    from msoffcrypto.exceptions import InvalidKeyError  # only when a file is locked

    try:
        locked.load_key(password=passphrase, verify_password=True)
    except InvalidKeyError as fault:
        raise Refusal(
            f"That is not the password of {name}.",
            "Type it again as the sender gave it, capitals and all; or ask the sender for it.",
        ) from fault


def _opened(content: bytes) -> "OOXMLFile":
    from msoffcrypto.format.ooxml import OOXMLFile  # only when a file is locked

    return OOXMLFile(io.BytesIO(content))


def _unknown(name: str, fault: Exception | None = None) -> NoReturn:
    raise Refusal(
        f"{name} is locked in a way that cannot be opened here, or was damaged since.",
        "Ask the sender to lock it again in Excel, under File, Info, Protect Workbook, and send it anew.",
    ) from fault
