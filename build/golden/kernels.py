"""Kernels of infinitely wide dense networks by the recursion over layers, with 40 digits. The moments' closed forms are those that activations.py
finds by integration; gradients are differences with 40 digits, not the chain rule."""
from golden import mp, mpf


def relu(q11, q12, q22, negative=0):
    """a x for x < 0 has the moments (1 - a)^2 N + a q12 and (1 - a)^2 D + a, N and D those of ReLU."""
    area = mp.sqrt(abs(q11 * q22 - q12 * q12))
    slope = mpf(1) / 2 - mp.atan2(area, q12) / (2 * mp.pi)
    square = (1 - mpf(negative)) ** 2
    return square * (area / (2 * mp.pi) + slope * q12) + negative * q12, square * slope + negative


def absolute_value(q11, q12, q22):
    return relu(q11, q12, q22, mpf(-1))


def erf(q11, q12, q22, amplitude=1, frequency=1, offset=0):
    b = mpf(frequency) ** 2
    root = mp.sqrt((1 + 2 * b * q11) * (1 + 2 * b * q22) - 4 * (b * q12) ** 2)
    return 2 * mpf(amplitude) ** 2 / mp.pi * mp.atan2(2 * b * q12, root) + mpf(offset) ** 2, 4 * mpf(amplitude) ** 2 * b / (mp.pi * root)


def sigmoid_like(q11, q12, q22):
    return erf(q11, q12, q22, mpf("0.5"), 1 / mpf("2.4020563531719796"), mpf("0.5"))


def sine(q11, q12, q22):
    plus, minus = mp.exp(-(q11 + q22 - 2 * q12) / 2), mp.exp(-(q11 + q22 + 2 * q12) / 2)
    return (plus - minus) / 2, (plus + minus) / 2


def rbf(q11, q12, q22):
    value = mp.exp((2 * q12 - q11 - q22) / 2)
    return value, value


def mlp(x, y, activations=(relu,), hidden=3, weight=1, bias=1, last_bias=0):
    """(nngp, ntk) of x and y; several activations are parallel branches, each with its own dense layer."""
    weight, bias, last_bias = mpf(weight) ** 2, mpf(bias) ** 2, mpf(last_bias) ** 2
    dot = lambda a, b: mp.fsum(mpf(p) * mpf(q) for p, q in zip(a, b)) / len(a)
    state = {"q11": weight * dot(x, x) + bias, "q12": weight * dot(x, y) + bias, "q22": weight * dot(y, y) + bias}
    tangent = state["q12"]
    for layer in range(hidden):
        add = bias if layer < hidden - 1 else last_bias
        new, new_tangent = {"q11": 0, "q12": 0, "q22": 0}, 0
        for activation in activations:
            value, slope = activation(state["q11"], state["q12"], state["q22"])
            dense = weight * value + add
            new["q12"] += dense
            new_tangent += dense + weight * slope * tangent
            for key in ("q11", "q22"):
                new[key] += weight * activation(state[key], state[key], state[key])[0] + add
        state, tangent = new, new_tangent
    return state["q12"], tangent


X, Y = (1, mpf("-0.5")), (mpf("0.25"), 2)


def both(**settings):
    return [*mlp(X, Y, **settings), *mlp(X, X, **settings)]


def fill(book):
    file = "Kernels/NeuralKernelTests.cs"
    for bias in (1, 0, 4):
        book.add(file, f"relu_bias_{bias}", *both(bias=bias))
    book.add(file, "relu_wider_weights", *both(weight=mpf("1.5")))
    gradient = [mp.diff(lambda t: mlp((t, X[1]) if axis == 0 else (X[0], t), Y)[1], X[axis]) for axis in (0, 1)]
    book.add(file, "gradient_of_relu", *gradient)
    contract = "Kernels/NeuralKernelContractTests.cs"
    leaky = lambda *q: relu(*q, negative=mpf("0.2"))
    for name, activations, hidden, bias in [("sigmoid_like", [sigmoid_like], 3, mpf("0.2")), ("erf", [erf], 3, 1), ("leaky_relu", [leaky], 3, 1),
            ("absolute_value", [absolute_value], 3, 1), ("rbf", [rbf], 1, 0), ("relu_and_sine", [relu, sine], 3, 1), ("relu_and_rbf", [relu, rbf], 1, 1)]:
        book.add(contract, name, *both(activations=activations, hidden=hidden, bias=bias))
