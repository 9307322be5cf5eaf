import re

from app import randomness


def test_secrets_hold_192_bits_and_never_repeat() -> None:
    secrets = {randomness.secret() for _ in range(10_000)}

    assert len(secrets) == 10_000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", secret) for secret in secrets)


def test_keys_of_rows_have_62_bits_and_tell_no_order() -> None:
    keys = [randomness.row_id() for _ in range(1000)]

    assert max(keys) < 2**62
    assert min(keys) >= 0
    assert len(set(keys)) == 1000
    assert keys != sorted(keys)


def test_receipts_hold_no_letters_that_are_taken_for_others() -> None:
    receipts = {randomness.receipt() for _ in range(1000)}

    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", one) for one in receipts)
    assert not set("01ILO") & set("".join(receipts))


def test_a_digest_is_the_sha_256_of_a_secret() -> None:
    assert randomness.digest("abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
