"""Structured references for tests, computed here once more (ISO 11649)."""


def reference_of(number):
    """``2025-0001`` as ``RFnn20250001``."""
    content = "".join(filter(str.isalnum, number)).upper()
    digits = "".join(str(int(c, 36)) for c in f"{content}RF00")
    return f"RF{98 - int(digits) % 97:02}{content}"
