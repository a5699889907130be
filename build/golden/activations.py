"""Dual moments E[phi(u) phi(v)] and E[phi'(u) phi'(v)] by their definition: a double integral by Gauss-Legendre pieces in 80-bit numbers, cut at the
kinks. No closed form is used."""
import numpy as np
from golden import mp, mpf

FAR, ORDER = 13, 32  # exp(-13^2/2) is 2e-37
L = np.longdouble


def exact(number):
    return L(mp.nstr(mpf(number), 25))


def legendre(order):
    """Nodes and weights on [-1, 1] by Newton's method with 40 digits."""
    nodes, weights = [], []
    for k in range(order):
        x = mp.cos(mp.pi * (k + mpf(3) / 4) / (order + mpf(1) / 2))
        for _ in range(8):
            value, slope = mp.legendre(order, x), order * (mp.legendre(order - 1, x) - x * mp.legendre(order, x)) / (1 - x * x)
            x -= value / slope
        nodes.append(exact(x))
        weights.append(exact(2 / ((1 - x * x) * slope ** 2)))
    return np.array(nodes), np.array(weights)


NODES, WEIGHTS = legendre(ORDER)
PI = exact(mp.pi)


def rule(cuts):
    """A rule for the normal density, in pieces of length at most 1 between the cuts."""
    edges = sorted({L(k) for k in range(-FAR, FAR + 1)} | {L(cut) for cut in cuts if -FAR < cut < FAR})
    left, right = np.array(edges[:-1]), np.array(edges[1:])
    half = (right - left) / 2
    z = ((left + right) / 2)[:, None] + half[:, None] * NODES
    return z.ravel(), (half[:, None] * WEIGHTS * np.exp(-z * z / 2) / np.sqrt(2 * PI)).ravel()


def expectation(f, q11, q12, q22, kinks):
    """E[f(u) f(v)], (u, v) ~ N(0, [[q11, q12], [q12, q22]])."""
    slope, rest = q12 / q11, np.sqrt(q22 - q12 * q12 / q11)
    outer, weights = rule([kink / np.sqrt(q11) for kink in kinks])
    u = np.sqrt(q11) * outer
    usual = rule([])
    inner = []
    for point in u:
        z, w = rule([(kink - slope * point) / rest for kink in kinks]) if kinks else usual
        inner.append(np.sum(w * f(slope * point + rest * z)))
    return np.sum(weights * f(u) * np.array(inner))


def erf(x):
    """2/sqrt(pi) exp(-x^2) sum 2^k x^(2k+1)/(2k+1)!!: terms of one sign."""
    x = np.clip(x, L(-7), L(7))
    term = total = x
    for k in range(1, 220):
        term = term * 2 * x * x / (2 * k + 1)
        total = total + term
    return 2 / np.sqrt(PI) * np.exp(-x * x) * total


def functions():
    d = lambda text: exact(mpf(text))
    step = lambda x: np.where(x > 0, L(1), L(0))
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    normal = lambda x: (1 + erf(x / np.sqrt(L(2)))) / 2
    density = lambda x: np.exp(-x * x / 2) / np.sqrt(2 * PI)
    gamma = np.sqrt(2 * d("0.6"))
    yield "relu", lambda x: x * step(x), step, [0]
    yield "leaky_relu", lambda x: np.where(x > 0, x, x / 5), lambda x: np.where(x > 0, L(1), L(1) / 5), [0]
    yield "absolute_value", np.abs, np.sign, [0]
    yield "gelu", lambda x: x * normal(x), lambda x: normal(x) + x * density(x), []
    yield "erf", lambda x: d("1.3") * erf(d("0.7") * x) + d("0.4"), lambda x: d("1.3") * d("0.7") * 2 / np.sqrt(PI) * np.exp(-(d("0.7") * x) ** 2), []
    yield "sine", lambda x: d("1.3") * np.sin(d("0.7") * x + d("0.4")), lambda x: d("1.3") * d("0.7") * np.cos(d("0.7") * x + d("0.4")), []
    yield "rbf", lambda x: np.sqrt(L(2)) * np.sin(gamma * x + PI / 4), None, []
    yield "gabor", lambda x: np.exp(-x * x) * np.sin(x), lambda x: np.exp(-x * x) * (np.cos(x) - 2 * x * np.sin(x)), []
    yield "exponential", lambda x: d("1.1") * np.exp(x / 2), lambda x: d("1.1") / 2 * np.exp(x / 2), []
    yield "gaussian", lambda x: d("1.1") * np.exp(d("-0.6") * x * x), lambda x: d("-1.32") * x * np.exp(d("-0.6") * x * x), []
    yield "sign", np.sign, None, [0]
    yield "monomial_5", lambda x: x ** 5, None, []
    yield "rectified_monomial_2", lambda x: x * x * step(x), None, [0]
    yield "rectified_monomial_3", lambda x: x ** 3 * step(x), None, [0]
    yield "polynomial", lambda x: d("0.5") + x - d("0.3") * x ** 2 + d("0.2") * x ** 3, lambda x: 1 - d("0.6") * x + d("0.6") * x ** 2, []
    yield "tanh", np.tanh, lambda x: 1 - np.tanh(x) ** 2, []
    yield "sigmoid", sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x)), []
    yield "softplus", lambda x: np.log1p(np.exp(x)), sigmoid, []
    yield "silu", lambda x: x * sigmoid(x), lambda x: sigmoid(x) * (1 + x * (1 - sigmoid(x))), []
    yield "elu", lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))), lambda x: np.where(x > 0, L(1), np.exp(np.minimum(x, 0))), [0]


def fill(book):
    q = exact("0.8"), exact("0.3"), exact("1.7")
    for name, value, slope, kinks in functions():
        moments = [expectation(value, *q, kinks)] + ([expectation(slope, *q, kinks)] if slope else [])
        book.add("Architectures/ActivationGoldenTests.cs", name, *[mpf(np.format_float_scientific(moment, precision=17)) for moment in moments])
