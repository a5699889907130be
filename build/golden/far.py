"""Fields of kernel expansions at points far from the origin, by the recursion of kernels.py with 120 digits; coefficients sum to 0, so that all but
differences cancels. Gradients are differences with these digits."""
from golden import function_of, matrix, mp, mpf
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


def affine(state, weight, bias):
    return {key: weight * value + bias for key, value in state.items()}


def activated(activation, state, tangent):
    value, slope = activation(state["q11"], state["q12"], state["q22"])
    return {"q11": activation(*[state["q11"]] * 3)[0], "q12": value, "q22": activation(*[state["q22"]] * 3)[0]}, slope * tangent


def inputs(x, y):
    dot = lambda a, b: mp.fsum(mpf(p) * mpf(q) for p, q in zip(a, b)) / len(a)
    return {"q11": dot(x, x), "q12": dot(x, y), "q22": dot(y, y)}


def normalised(x, y, activation=relu):
    """Dense, layer normalisation with epsilon 1/2, an activation, dense; biases of deviation 1."""
    state = affine(inputs(x, y), 1, 1)
    tangent = state["q12"]
    a, b = mp.sqrt(state["q11"] + mpf("0.5")), mp.sqrt(state["q22"] + mpf("0.5"))
    state, tangent = {"q11": state["q11"] / a / a, "q12": state["q12"] / a / b, "q22": state["q22"] / b / b}, tangent / a / b
    state, tangent = activated(activation, state, tangent)
    state = affine(state, 1, 1)
    return state["q12"], state["q12"] + tangent


def standard(x, y):
    """Dense of 8 features, ReLU, dense, in the standard parameterisation; weights of deviation 3/2, biases of deviation 1."""
    weight = mpf("2.25")
    state = inputs(x, y)
    tangent = len(x) * state["q12"] + 1
    state, tangent = activated(relu, affine(state, weight, 1), tangent)
    return weight * state["q12"] + 1, 8 * state["q12"] + weight * tangent + 1


def of(settings):
    return lambda x, y: mlp(x, y, **settings)


KERNELS = {name: kernel if callable(kernel) else of(kernel) for name, kernel in {
    "relu": dict(),
    "relu_no_bias": dict(bias=0),
    "leaky": dict(activations=[leaky]),
    "absolute_value": dict(activations=[absolute_value], hidden=2),
    "erf": dict(activations=[erf], hidden=2),
    "rbf": dict(activations=[rbf], hidden=2),
    "sign": dict(activations=[sign], hidden=2),
    "relu_and_rbf": dict(activations=[relu, rbf], hidden=2),
    "normalised": normalised,
    "normalised_rbf": lambda x, y: normalised(x, y, rbf),
    "standard": standard,
}.items()}


# The tangent kernel of sign has no field in the plane; on a line a normalisation leaves of some fields only what its epsilon does, offset^-4 of the kernel.
SKIPPED = {(2, 1, "sign"), (1, 0, "normalised"), (1, 1, "normalised_rbf")}


def field(offset, dimension, kind, kernel):
    def at(*x):
        points = [tuple(offset + c for c in centre[:dimension]) for centre in CENTRES]
        return mp.fsum(c * kernel(x, p)[kind] for c, p in zip(COEFFICIENTS, points))

    query = [offset + c for c in QUERY[:dimension]]
    step = mpf(10) ** -35
    result = []
    for axis in range(dimension):
        moved = [[c + (sign * step if axis == a else 0) for a, c in enumerate(query)] for sign in (1, -1)]
        result.append((at(*moved[0]) - at(*moved[1])) / (2 * step))
    return result


# Three fakes and three targets, trained under the least squares of LSGAN for so long that all they have learnt of the folds of a ReLU network shows.
FAKES, TARGETS, TIME = CENTRES[:3], [(mpf("0.5"), mpf("-1.25")), (2, 1), (mpf("1.25"), mpf("-0.5"))], 1000


def trained(offset, kernel):
    """The gradient of f at the query: c' = 2 D (y - f), c = D^1/2 phi(A) D^1/2 2 y with A = D^1/2 K D^1/2, D = 1/3."""
    points = [tuple(offset + c for c in point) for point in FAKES + TARGETS]
    labels = matrix([-1] * 3 + [1] * 3)
    phi = function_of(matrix([[kernel(a, b) / 3 for b in points] for a in points]), lambda value: (1 - mp.exp(-2 * TIME * value)) / (2 * value))
    coefficients = phi * labels * 2 / 3
    at = lambda x: mp.fsum(c * kernel(x, p) for c, p in zip(coefficients, points))
    x, step = [offset + c for c in QUERY], mpf(10) ** -25
    return [(at((x[0] + step * (a == 0), x[1] + step * (a == 1))) - at((x[0] - step * (a == 0), x[1] - step * (a == 1)))) / (2 * step) for a in (0, 1)]


def slope(activation, hidden, bias, power, x):
    """The gradient of the tangent kernel by its first point at small x, times 2^power; y = (1/4, 3/2) likewise."""
    scale = mpf(2) ** power
    x, y, step = [scale * c for c in x], [scale / 4, scale * 3 / 2], scale * mpf(10) ** -15
    at = lambda axis, sign: mlp([c + sign * step * (a == axis) for a, c in enumerate(x)], y, (activation,), hidden, bias=bias)[1]
    return [(at(axis, 1) - at(axis, -1)) / (2 * step) for axis in (0, 1)]


def fill(book):
    file = "Experiments/FarPointsTests.cs"
    with mp.workdps(80):
        for offset in (10 ** 3, 10 ** 5):
            book.add(file, f"trained_{offset}", *trained(offset, lambda x, y: mlp(x, y)[0]))
        for offset in (10 ** 3, 10 ** 7):
            book.add(file, f"value_{offset}", mp.fsum(c * mlp((offset + QUERY[0],), (offset + p[0],))[1] for c, p in zip(COEFFICIENTS, CENTRES)))
        places = [QUERY, (mpf("-0.25"), mpf("0.5")), (1, -1)]
        for name, activation in (("relu", relu), ("erf", erf)):
            for kind, variant in enumerate(("nngp", "ntk")):
                for offset in OFFSETS:
                    moved = lambda point: [offset + c for c in point]
                    book.add(file, f"values_{name}_{variant}_{offset}", *[mp.fsum(c * mlp(moved(q), moved(p), (activation,))[kind] for c, p in zip(COEFFICIENTS, CENTRES)) for q in places])
    with mp.workdps(250):
        for name, activation in (("relu", relu), ("erf", erf)):
            for hidden, bias in ((1, 1), (3, mpf("0.5"))):
                for power in (-10, -20, -30, -70):
                    for place, factor in (("at", 1), ("origin", 0), ("near", mpf(2) ** -12)):
                        book.add("Kernels/SmallPointsTests.cs", f"{name}_{hidden}_{power}_{place}", *slope(activation, hidden, bias, power, [factor * mpf("0.75"), -factor * mpf("0.5")]))
    with mp.workdps(120):
        for dimension in (1, 2):
            for name, kernel in KERNELS.items():
                for kind, variant in enumerate(("nngp", "ntk")):
                    if (dimension, name) == (1, "relu_no_bias") or (dimension, kind, name) in SKIPPED:
                        continue
                    for offset in OFFSETS:
                        book.add("Kernels/FarFieldTests.cs", f"{name}_{variant}_{dimension}_{offset}", *field(offset, dimension, kind, kernel))
