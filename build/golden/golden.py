"""What the scripts share: 40 digits, and the places of the numbers in the tests."""
from mpmath import matrix, mp, mpc, mpf

mp.dps = 40
DIGITS = 25


class Book:
    """Numbers by the file of the tests that holds them and by name."""

    def __init__(self):
        self.files = {}

    def add(self, file, name, *values, decimals=None):
        """Writes numbers down, all their digits or as many as the method gives."""
        rounded = [mp.nint(value * 10 ** decimals) / mpf(10) ** decimals if decimals else mpf(value) for value in values]
        self.files.setdefault("tests/NtkGan.Tests/" + file, {})[name] = [mp.nstr(value, DIGITS) for value in rounded]


def function_of(symmetric, function):
    """f(A) by the eigendecomposition."""
    values, vectors = mp.eigsy(symmetric)
    return vectors * mp.diag([function(value) for value in values]) * vectors.T
