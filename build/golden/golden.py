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


def extrapolated(slope, start, time, steps, order=9):
    """The solution of x' = slope(x) after a time: the modified midpoint rule, extrapolated in h^2 (Bulirsch and Stoer)."""

    def midpoint(x, step, parts):
        h = step / parts
        before, now = x, [a + h * b for a, b in zip(x, slope(x))]
        for _ in range(parts - 1):
            before, now = now, [a + 2 * h * b for a, b in zip(before, slope(now))]
        return [(a + b + h * d) / 2 for a, b, d in zip(before, now, slope(now))]

    x = start
    for _ in range(steps):
        table = []
        for k in range(order):
            row = [midpoint(x, mpf(time) / steps, 2 * (k + 1))]
            for j in range(k):
                ratio = (mpf(k + 1) / (k - j)) ** 2 - 1
                row.append([a + (a - b) / ratio for a, b in zip(row[j], table[k - 1][j])])
            table.append(row)
        x = table[-1][-1]
    return x
