"""GA-NTK on three real and three synthetic points under the authors' dense network: scores (I - exp(-lambda Kr)) y with 40 digits; descents by
gradients that are differences; the cross-entropy of a discriminator trained on it by an extrapolated midpoint rule."""
import itertools

from golden import mp, mpf, matrix, extrapolated, function_of
from kernels import mlp, relu, erf

POINTS = [("0.1", "0.2"), ("0.8", "0.3"), ("0.4", "0.9"), ("0.5", "0.5"), ("0.25", "0.75"), ("0.6", "0.1")]
WEIGHT, BIAS = mp.sqrt(mpf("1.4615")), mp.sqrt(mpf("0.1"))


def fnn(x, y):
    return mlp(x, y, [relu], hidden=2, weight=WEIGHT, bias=BIAS, last_bias=BIAS)[1]


def scores(synthetic, lam, regularisation, kernel=fnn):
    """The real scores of all rows, (I - exp(-lambda Kr)) y."""
    points = [tuple(map(mpf, point)) for point in POINTS[:3]] + [tuple(point) for point in synthetic]
    gram = matrix([[kernel(x, y) for y in points] for x in points])
    regular = gram + mpf(regularisation) * mp.fsum(gram[i, i] for i in range(6)) / 6 * mp.eye(6)
    return function_of(regular, lambda value: 1 - mp.exp(-lam * value)) * matrix([1, 1, 1, 0, 0, 0]), regular


def norm(synthetic, lam, kernel=fnn):
    """|1 - F_1| over all rows."""
    real, _ = scores(synthetic, lam, 0, kernel)
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


def gradient(loss, lam, start=None, h=mpf(10) ** -14):
    """Central differences with 40 digits: right to h^2."""
    start, slopes = start or [[mpf(value) for value in point] for point in POINTS[3:]], []
    for i in range(3):
        for axis in range(2):
            values = []
            for sign in (1, -1):
                moved = [list(point) for point in start]
                moved[i][axis] += sign * h
                values.append(loss(moved, lam))
            slopes.append((values[0] - values[1]) / (2 * h))
    return slopes


def descent(lam, rate, steps):
    """Samples and losses of projected gradient descent in the unit square."""
    samples, losses = [[mpf(value) for value in point] for point in POINTS[3:]], []
    for step in range(steps):
        losses.append(cross_entropy(samples, lam))
        slopes = iter(gradient(cross_entropy, lam, start=samples))
        samples = [[min(max(value - rate * next(slopes), mpf(0)), mpf(1)) for value in point] for point in samples]
    return samples, losses + [cross_entropy(samples, lam)]


def trained_cross_entropy(lam):
    """u' = 4 K (y - sigmoid(u)) from 0: as many steps as its largest eigenvalue asks for."""
    points = [tuple(map(mpf, point)) for point in POINTS]
    gram = matrix([[fnn(x, y) for y in points] for x in points])
    labels = [mpf(1)] * 3 + [mpf(0)] * 3

    def slope(u):
        forces = [4 * (y - 1 / (1 + mp.exp(-value))) for y, value in zip(labels, u)]
        return [mp.fdot([gram[i, j] for j in range(6)], forces) for i in range(6)]

    margins = extrapolated(slope, [mpf(0)] * 6, lam, steps=1 + int(4 * 6 * lam), order=8)
    return mp.fsum(mp.log(1 + mp.exp(-value)) for value in margins) / 6


def all_pairs(size, lam):
    """The sum of |1 - F_1| over every pair of equally large subsets of the real and of the synthetic rows."""
    points, total = [tuple(map(mpf, point)) for point in POINTS], mpf(0)
    for real in itertools.combinations(range(3), size):
        for synthetic in itertools.combinations(range(3, 6), size):
            rows = [points[i] for i in real + synthetic]
            gram = matrix([[fnn(x, y) for y in rows] for x in rows])
            total += mp.norm(matrix([1] * 2 * size) - function_of(gram, lambda value: 1 - mp.exp(-lam * value)) * matrix([1] * size + [0] * size))
    return total


def error_network(x, y):
    return mlp(x, y, [erf], hidden=4, weight=WEIGHT, bias=BIAS, last_bias=BIAS)[1]


def fill(book):
    file = "Synthesis/GoldenTests.cs"
    here = [[mpf(value) for value in point] for point in POINTS[3:]]
    for lam in (1, 10):
        book.add(file, f"norm_{lam}", norm(here, mpf(lam)))
    for name, loss, times in (("cross_entropy", cross_entropy, (16, 256, 4096, 131072)), ("mse", mse, (131072,)), ("norm", norm, (1200, 12000))):
        for time in times:
            book.add(file, f"gradient_{name}_{time}", *gradient(loss, mpf(time) / 1200))
    a, b = ("0.2", "0.7"), ("0.9", "0.1")
    book.add(file, "kernel", fnn(a, b), error_network(a, b))
    gram = matrix([[fnn(x, y) for y in POINTS] for x in POINTS])
    regular = gram + mpf("1e-5") * mp.fsum(gram[i, i] for i in range(6)) / 6 * mp.eye(6)
    book.add(file, "eigenvalues", *mp.eigsy(regular, eigvals_only=True))
    for time in (16, 256, 4096, 65536, 131072, 262144):
        solution = function_of(regular, lambda value: 1 - mp.exp(-mpf(time) / 1200 * value))
        book.add(file, f"scores_{time}", *(solution * matrix([1, 1, 1, 0, 0, 0])))
    for time, rate in ((4096, 1), (131072, 2)):
        book.add(file, f"descent_{time}", *descent(mpf(time) / 1200, rate, 3)[1])
    samples, losses = descent(mpf(131072) / 1200, 1000, 1)
    book.add(file, "bounces", *(value for row in samples for value in row), losses[-1])
    for time in (16, 256, 4096, 65536):
        book.add(file, f"trained_cross_entropy_{time}", trained_cross_entropy(mpf(time) / 1200), decimals=12)
    copies = [[mpf(value) for value in point] for point in POINTS[:3]]
    book.add(file, "copies", cross_entropy(copies, mpf(131072) / 1200), mse(copies, mpf(131072) / 1200), *both_columns(copies, mpf(131072) / 1200)[1])
    for size in (1, 2):
        book.add(file, f"all_pairs_{size}", all_pairs(size, mpf(10)))
    book.add(file, "two_kernels", norm(here, mpf(10)) + norm(here, mpf(5), error_network))
