"""GA-NTK on three real and three synthetic points under the authors' dense network: scores (I - exp(-lambda Kr)) y with 40 digits."""
from golden import mp, mpf, matrix, function_of
from kernels import mlp, relu, erf

POINTS = [("0.1", "0.2"), ("0.8", "0.3"), ("0.4", "0.9"), ("0.5", "0.5"), ("0.25", "0.75"), ("0.6", "0.1")]
WEIGHT, BIAS = mp.sqrt(mpf("1.4615")), mp.sqrt(mpf("0.1"))


def fnn(x, y):
    return mlp(x, y, [relu], hidden=2, weight=WEIGHT, bias=BIAS, last_bias=BIAS)[1]


def fill(book):
    file = "Synthesis/GoldenTests.cs"
    a, b = ("0.2", "0.7"), ("0.9", "0.1")
    book.add(file, "kernel", fnn(a, b), mlp(a, b, [erf], hidden=4, weight=WEIGHT, bias=BIAS, last_bias=BIAS)[1])
    gram = matrix([[fnn(x, y) for y in POINTS] for x in POINTS])
    regular = gram + mpf("1e-5") * mp.fsum(gram[i, i] for i in range(6)) / 6 * mp.eye(6)
    book.add(file, "eigenvalues", *mp.eigsy(regular, eigvals_only=True))
    for time in (16, 256, 4096, 65536, 131072, 262144):
        solution = function_of(regular, lambda value: 1 - mp.exp(-mpf(time) / 1200 * value))
        book.add(file, f"scores_{time}", *(solution * matrix([1, 1, 1, 0, 0, 0])))
