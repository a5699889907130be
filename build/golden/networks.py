"""Kernels of residual, normalised and convolutional networks and of the standard parameterisation, with 40 digits: every layer is a map of the
covariances q and tangents k of all pairs, those of a point with itself included; images have a pair of positions for each entry. Nothing is skipped."""
from golden import mp, mpf
from kernels import relu

X, Y = (mpf(1), mpf("-0.5")), (mpf("0.25"), mpf(2))
DOT = {"xx": (X, X), "xy": (X, Y), "yy": (Y, Y)}
ENDS = {"xx": ("xx", "xx"), "xy": ("xx", "yy"), "yy": ("yy", "yy")}


class Dense:
    """z = W/sqrt(fan) w x + b beta; or, of the standard parameterisation, a tangent of fan q + W^2 k + 1."""

    def __init__(self, weight=1, bias=0, fan=None):
        self.weight, self.bias, self.fan = mpf(weight) ** 2, None if bias is None else mpf(bias) ** 2, fan

    def __call__(self, state):
        result = {}
        for pair, (q, k) in state.items():
            covariance = self.weight * q + (self.bias or 0)
            own = covariance if self.fan is None else self.fan * q + (0 if self.bias is None else 1)
            result[pair] = covariance, own + self.weight * k
        return result


def activate(state):
    result = {}
    for pair, (q, k) in state.items():
        first, second = ENDS[pair]
        value, slope = relu(state[first][0], q, state[second][0])
        result[pair] = value, slope * k
    return result


def normalise(state, epsilon=mpf("1e-12")):
    scale = lambda pair: mp.sqrt((state[ENDS[pair][0]][0] + epsilon) * (state[ENDS[pair][1]][0] + epsilon))
    return {pair: (q / scale(pair), k / scale(pair)) for pair, (q, k) in state.items()}


def residual(block, shortcut):
    def layer(state):
        one, two = series(*block)(state), shortcut(state)
        return {pair: (one[pair][0] + two[pair][0], one[pair][1] + two[pair][1]) for pair in state}
    return layer


def series(*layers):
    def layer(state):
        for one in layers:
            state = one(state)
        return state
    return layer


def both(*layers):
    start = {pair: (mp.fdot(a, b) / len(a), mpf(0)) for pair, (a, b) in DOT.items()}
    end = series(*layers)(start)
    return [*end["xy"], *end["xx"]]


def standard(width, bias):
    inner = Dense(1, bias, width)
    return [Dense(1, bias, len(X)), activate, inner, activate, inner, activate, Dense(1, None, width)]


class Images:
    """Two images of size x size and all pairs of their positions."""

    def __init__(self, x, y, size):
        self.size, self.places = size, [(i, j) for i in range(size) for j in range(size)]
        images = {"x": x, "y": y}
        self.q = {a + b: {(p, o): images[a][p[0] * size + p[1]] * images[b][o[0] * size + o[1]] for p in self.places for o in self.places} for a, b in ("xx", "xy", "yy")}
        self.k = {pair: {place: mpf(0) for place in q} for pair, q in self.q.items()}

    def convolve(self, bias, filter=3, stride=1):
        """q' = A(q) + b^2, k' = q' + A(k), A the mean over the window, zeros beyond the edge counted."""
        out = -(-self.size // stride)
        before = max((out - 1) * stride + filter - self.size, 0) // 2
        inside = lambda p: 0 <= p[0] < self.size and 0 <= p[1] < self.size
        moved = lambda o, d: (stride * o[0] + d[0] - before, stride * o[1] + d[1] - before)
        steps = [(i, j) for i in range(filter) for j in range(filter)]
        places = [(i, j) for i in range(out) for j in range(out)]

        def mean(values):
            return {(o, u): mp.fsum(values[moved(o, d), moved(u, d)] for d in steps if inside(moved(o, d)) and inside(moved(u, d))) / filter ** 2 for o in places for u in places}

        for pair in self.q:
            self.q[pair] = {place: value + mpf(bias) ** 2 for place, value in mean(self.q[pair]).items()}
            self.k[pair] = {place: self.q[pair][place] + value for place, value in mean(self.k[pair]).items()}
        self.size, self.places = out, places
        return self

    def activate(self):
        own = {"x": {o: self.q["xx"][o, o] for o in self.places}, "y": {o: self.q["yy"][o, o] for o in self.places}}
        for pair in self.q:
            moments = {(o, u): relu(own[pair[0]][o], q, own[pair[1]][u]) for (o, u), q in self.q[pair].items()}
            self.k[pair] = {place: moments[place][1] * k for place, k in self.k[pair].items()}
            self.q[pair] = {place: value for place, (value, _) in moments.items()}
        return self

    def end(self, pooled):
        """The mean over positions, or over all pairs of them, and one output without bias."""
        result = []
        for pair in ("xy", "xx"):
            chosen = list(self.q[pair]) if pooled else [(o, o) for o in self.places]
            q, k = (mp.fsum(values[pair][place] for place in chosen) / len(chosen) for values in (self.q, self.k))
            result += [q, q + k]
        return result


def fill(book):
    file = "Kernels/NeuralKernelTests.cs"
    dense, last = Dense(1, 1), Dense(1, None)
    for blocks in (3, 1):
        book.add(file, f"residual_{blocks}", *both(dense, *[residual([activate, dense, activate, dense], dense)] * blocks, activate, last))
    nngp, ntk, _, diagonal = both(dense, activate, dense, normalise, activate, dense, normalise, activate, last)
    book.add(file, "layer_normalization", nngp, ntk, diagonal)  # the diagonal of q is 1/2 but for epsilon
    for width, bias in ((128, 1), (512, 1), (128, 0), (128, None)):
        book.add(file, f"standard_{width}_{bias}", *both(*standard(width, bias)))
    x = [mp.sin(1 + p // 5 + 2 * (p % 5)) for p in range(25)]
    y = [mp.cos((p // 5) * (p % 5)) for p in range(25)]
    network = Images(x, y, 5).convolve(mpf("0.5")).activate().convolve(mpf("0.5"), stride=2).activate()
    for pooled in (False, True):
        book.add("Kernels/Positions/ConvolutionalGoldenTests.cs", "two_convolutions" + ("_pooled" if pooled else ""), *network.end(pooled))
