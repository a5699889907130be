"""Fields of kernel expansions at points far from the origin, by the recursion of kernels.py with 120 digits; coefficients sum to 0, so that all but
differences cancels. Gradients are differences with these digits."""
from golden import mp, mpf
from kernels import absolute_value, erf, mlp, rbf, relu

# Multiples of 1/8, so that they are doubles at every offset.
CENTRES = [(0, 0), (mpf("1.5"), mpf("0.25")), (mpf("-0.75"), 1), (mpf("0.5"), mpf("-1.25"))]
COEFFICIENTS = [mpf("0.5"), mpf("0.5"), mpf("-0.375"), mpf("-0.625")]
QUERY = (mpf("0.625"), mpf("0.375"))
OFFSETS = [10 ** 3, 10 ** 5, 10 ** 7]


def leaky(*q):
    return relu(*q, negative=mpf("0.2"))


def sign(q11, q12, q22):
    return 1 - 2 / mp.pi * mp.atan2(mp.sqrt(abs(q11 * q22 - q12 * q12)), q12), 0


KERNELS = {
    "relu": dict(),
    "relu_no_bias": dict(bias=0),
    "leaky": dict(activations=[leaky]),
    "absolute_value": dict(activations=[absolute_value], hidden=2),
    "erf": dict(activations=[erf], hidden=2),
    "rbf": dict(activations=[rbf], hidden=2),
    "sign": dict(activations=[sign], hidden=2),
    "relu_and_rbf": dict(activations=[relu, rbf], hidden=2),
}


def field(offset, dimension, kind, settings):
    def at(*x):
        points = [tuple(offset + c for c in centre[:dimension]) for centre in CENTRES]
        return mp.fsum(c * mlp(x, p, **settings)[kind] for c, p in zip(COEFFICIENTS, points))

    query = [offset + c for c in QUERY[:dimension]]
    step = mpf(10) ** -35
    result = []
    for axis in range(dimension):
        moved = [[c + (sign * step if axis == a else 0) for a, c in enumerate(query)] for sign in (1, -1)]
        result.append((at(*moved[0]) - at(*moved[1])) / (2 * step))
    return result


def fill(book):
    with mp.workdps(120):
        for dimension in (1, 2):
            for name, settings in KERNELS.items():
                for kind, variant in enumerate(("nngp", "ntk")):
                    if (dimension, name) == (1, "relu_no_bias") or (dimension, kind, name) == (2, 1, "sign"):
                        continue
                    for offset in OFFSETS:
                        book.add("Kernels/FarFieldTests.cs", f"{name}_{variant}_{dimension}_{offset}", *field(offset, dimension, kind, settings))
