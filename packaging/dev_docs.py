"""The verb `docs`: placeholder until written."""


def docs(*, check: bool) -> int:
    """Write or check."""
    return int(check)
