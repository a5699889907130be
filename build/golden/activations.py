"""Dual moments E[phi(u) phi(v)] and E[phi'(u) phi'(v)] by their definition: a double integral, cut at the kinks. No closed form is used."""
from golden import mp, mpf

FAR = mpf(13)  # exp(-13^2/2) is 2e-37


def expectation(f, g, q11, q12, q22, kinks):
    """E[f(u) g(v)], (u, v) ~ N(0, [[q11, q12], [q12, q22]])."""
    slope, rest = q12 / q11, mp.sqrt(q22 - q12 * q12 / q11)

    def density(z):
        return mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)

    def inner(u):
        cuts = sorted((kink - slope * u) / rest for kink in kinks)
        cuts = [-FAR, *[cut for cut in cuts if -FAR < cut < FAR], FAR]
        pieces = [cuts[0], *[middle for a, b in zip(cuts, cuts[1:]) for middle in ((a + b) / 2, b)]]
        return mp.quad(lambda z: g(slope * u + rest * z) * density(z), pieces)

    deviation = mp.sqrt(q11)
    cuts = [-FAR, *[kink / deviation for kink in kinks], FAR] if kinks else [-FAR, 0, FAR]
    pieces = [cuts[0], *[middle for a, b in zip(cuts, cuts[1:]) for middle in ((a + b) / 2, b)]]
    return mp.quad(lambda z: f(deviation * z) * inner(deviation * z) * density(z), pieces)


def step(x):
    return mpf(1) if x > 0 else mpf(0)


def functions():
    d = mpf
    tanh_slope = lambda x: 1 - mp.tanh(x) ** 2
    sigmoid = lambda x: 1 / (1 + mp.exp(-x))
    gamma = mp.sqrt(2 * d("0.6"))
    yield "relu", lambda x: x * step(x), step, [0]
    yield "leaky_relu", lambda x: x if x > 0 else x / 5, lambda x: d(1) if x > 0 else d(1) / 5, [0]
    yield "absolute_value", abs, lambda x: mp.sign(x), [0]
    yield "gelu", lambda x: x * mp.ncdf(x), lambda x: mp.ncdf(x) + x * mp.npdf(x), []
    yield "erf", lambda x: d("1.3") * mp.erf(d("0.7") * x) + d("0.4"), lambda x: d("1.3") * d("0.7") * 2 / mp.sqrt(mp.pi) * mp.exp(-(d("0.7") * x) ** 2), []
    yield "sine", lambda x: d("1.3") * mp.sin(d("0.7") * x + d("0.4")), lambda x: d("1.3") * d("0.7") * mp.cos(d("0.7") * x + d("0.4")), []
    yield "rbf", lambda x: mp.sqrt(2) * mp.sin(gamma * x + mp.pi / 4), None, []
    yield "gabor", lambda x: mp.exp(-x * x) * mp.sin(x), lambda x: mp.exp(-x * x) * (mp.cos(x) - 2 * x * mp.sin(x)), []
    yield "exponential", lambda x: d("1.1") * mp.exp(x / 2), lambda x: d("1.1") / 2 * mp.exp(x / 2), []
    yield "gaussian", lambda x: d("1.1") * mp.exp(d("-0.6") * x * x), lambda x: d("-1.32") * x * mp.exp(d("-0.6") * x * x), []
    yield "sign", lambda x: mp.sign(x), None, [0]
    yield "monomial_5", lambda x: x ** 5, None, []
    yield "rectified_monomial_2", lambda x: x * x * step(x), None, [0]
    yield "rectified_monomial_3", lambda x: x ** 3 * step(x), None, [0]
    yield "polynomial", lambda x: d("0.5") + x - d("0.3") * x ** 2 + d("0.2") * x ** 3, lambda x: 1 - d("0.6") * x + d("0.6") * x ** 2, []
    yield "tanh", mp.tanh, tanh_slope, []
    yield "sigmoid", sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x)), []
    yield "softplus", lambda x: mp.log1p(mp.exp(x)), sigmoid, []
    yield "silu", lambda x: x * sigmoid(x), lambda x: sigmoid(x) * (1 + x * (1 - sigmoid(x))), []
    yield "elu", lambda x: x if x > 0 else mp.expm1(x), lambda x: d(1) if x > 0 else mp.exp(x), [0]


def fill(book):
    with mp.workdps(20):
        q = mpf("0.8"), mpf("0.3"), mpf("1.7")
        for name, value, slope, kinks in functions():
            moments = [expectation(value, value, *q, kinks)] + ([expectation(slope, slope, *q, kinks)] if slope else [])
            with mp.workdps(17):
                book.add("Architectures/ActivationGoldenTests.cs", name, *[+moment for moment in moments])
