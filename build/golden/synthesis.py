"""GA-NTK on three real and three synthetic points under the authors' dense network: scores (I - exp(-lambda Kr)) y with 40 digits."""
from golden import mp, mpf, matrix, function_of
from kernels import mlp, relu, erf

POINTS = [("0.1", "0.2"), ("0.8", "0.3"), ("0.4", "0.9"), ("0.5", "0.5"), ("0.25", "0.75"), ("0.6", "0.1")]
WEIGHT, BIAS = mp.sqrt(mpf("1.4615")), mp.sqrt(mpf("0.1"))


def fnn(x, y):
    return mlp(x, y, [relu], hidden=2, weight=WEIGHT, bias=BIAS, last_bias=BIAS)[1]


def scores(synthetic, lam, regularisation):
    """The real scores of all rows, (I - exp(-lambda Kr)) y."""
    points = [tuple(map(mpf, point)) for point in POINTS[:3]] + [tuple(point) for point in synthetic]
    gram = matrix([[fnn(x, y) for y in points] for x in points])
    regular = gram + mpf(regularisation) * mp.fsum(gram[i, i] for i in range(6)) / 6 * mp.eye(6)
    return function_of(regular, lambda value: 1 - mp.exp(-lam * value)) * matrix([1, 1, 1, 0, 0, 0]), regular


def norm(synthetic, lam):
    """|1 - F_1| over all rows."""
    real, _ = scores(synthetic, lam, 0)
    return mp.sqrt(mp.fsum((1 - value) ** 2 for value in real))


def both_columns(synthetic, lam):
    """F_0 and F_1 of every row: labels (0, 1) on real rows and (1, 0) on synthetic ones."""
    real, regular = scores(synthetic, lam, "1e-5")
    return function_of(regular, lambda value: 1 - mp.exp(-lam * value)) * matrix([0, 0, 0, 1, 1, 1]), real


def cross_entropy(synthetic, lam):
    fake, real = both_columns(synthetic, lam)
    return mp.fsum(mp.log(1 + mp.exp(a - b)) for a, b in zip(fake, real)) / 6


def mse(synthetic, lam):
    fake, real = both_columns(synthetic, lam)
    return mp.fsum(a ** 2 + (b - 1) ** 2 for a, b in zip(fake, real)) / 6


def gradient(loss, lam, h=mpf(10) ** -14):
    """Central differences with 40 digits: right to h^2."""
    start, slopes = [[mpf(value) for value in point] for point in POINTS[3:]], []
    for i in range(3):
        for axis in range(2):
            values = []
            for sign in (1, -1):
                moved = [list(point) for point in start]
                moved[i][axis] += sign * h
                values.append(loss(moved, lam))
            slopes.append((values[0] - values[1]) / (2 * h))
    return slopes


def fill(book):
    file = "Synthesis/GoldenTests.cs"
    here = [[mpf(value) for value in point] for point in POINTS[3:]]
    for lam in (1, 10):
        book.add(file, f"norm_{lam}", norm(here, mpf(lam)))
    for name, loss, times in (("cross_entropy", cross_entropy, (16, 256, 4096, 131072)), ("mse", mse, (131072,)), ("norm", norm, (1200, 12000))):
        for time in times:
            book.add(file, f"gradient_{name}_{time}", *gradient(loss, mpf(time) / 1200))
    a, b = ("0.2", "0.7"), ("0.9", "0.1")
    book.add(file, "kernel", fnn(a, b), mlp(a, b, [erf], hidden=4, weight=WEIGHT, bias=BIAS, last_bias=BIAS)[1])
    gram = matrix([[fnn(x, y) for y in POINTS] for x in POINTS])
    regular = gram + mpf("1e-5") * mp.fsum(gram[i, i] for i in range(6)) / 6 * mp.eye(6)
    book.add(file, "eigenvalues", *mp.eigsy(regular, eigvals_only=True))
    for time in (16, 256, 4096, 65536, 131072, 262144):
        solution = function_of(regular, lambda value: 1 - mp.exp(-mpf(time) / 1200 * value))
        book.add(file, f"scores_{time}", *(solution * matrix([1, 1, 1, 0, 0, 0])))
