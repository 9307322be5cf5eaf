"""The one source of chance: keys, secrets and receipts that nobody can guess or order."""

import hashlib
import secrets

RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and figures that cannot be taken for one another when read out or written down."""


def secret() -> str:
    """Return a new secret for a link: 192 bits, in 32 characters fit for an address."""
    return secrets.token_urlsafe(24)


def digest(of: str) -> str:
    """Return the SHA-256 of a secret, in 64 hexadecimal figures: all that we keep of it."""
    return hashlib.sha256(of.encode()).hexdigest()


def row_id() -> int:
    """Return a new key of 62 bits, which tells nothing about when it was drawn."""
    return secrets.randbits(62)


def receipt() -> str:
    """Return a new receipt number: `7KQ4-M2XT`."""
    letters = "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
