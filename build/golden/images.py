"""Networks of images that flatten in the end, with 40 digits: equal positions of two images alone meet, so a layer is a loop over positions.
Derivatives in a pixel are differences of the whole network."""
from golden import mp, mpf, matrix, function_of
from kernels import erf, relu

WEIGHT, BIAS = mpf("1.4615"), mpf("0.1")  # variances
FILE = "Kernels/Positions/ConvolutionalGoldenTests.cs"
RAMP = [mpf(p) / 63 for p in range(64)]
TURNED = [1 - value for value in RAMP]

# The networks of single-level synthesis: convolutions (filter, stride), hidden dense layers, activation.
BLOCK = [(3, 1), (3, 1), (3, 2)]
STEM = [(7, 1), (3, 1), (3, 2)]
FLAT = {"fnn": (2, relu), "fnn_4": (3, relu), "fnn_16": (15, relu), "fnn_erf": (4, erf)}
CONVOLUTIONAL = {
    "cnn_mnist": ([(4, 2)] * 2, 1, relu), "cnn_cifar10": ([(4, 2)] * 3, 0, relu), "cnn": ([(4, 2)] * 4, 0, relu), "cnn_big": ([(4, 2)] * 6, 0, relu),
    "cnn_4": (STEM, 0, relu), "cnn_16": (STEM + BLOCK * 4, 0, relu), "cnn_erf": ([(3, 1)] * 4, 0, erf),
}


class Pair:
    """The covariances q (of x, of both, of y) and the tangent kernel k of two images, at each position that they share."""

    def __init__(self, x, y):
        self.size = int(mp.sqrt(len(x)))
        self.q = [[a * b for a, b in zip(*pair)] for pair in ((x, x), (x, y), (y, y))]
        self.k = [mpf(0)] * len(x)

    def convolve(self, filter, stride, weight, bias, valid=False):
        """q' = W^2 A(q) + b^2, k' = q' + W^2 A(k); A is the mean over the window, zeros beyond the edge counted, more of them behind than before."""
        out = (self.size - filter) // stride + 1 if valid else -(-self.size // stride)
        before = 0 if valid else max((out - 1) * stride + filter - self.size, 0) // 2

        def mean(values):
            rows = [range(max(stride * i - before, 0), min(stride * i - before + filter, self.size)) for i in range(out)]
            return [mp.fsum(values[i * self.size + j] for i in down for j in across) / filter ** 2 for down in rows for across in rows]

        self.q = [[weight * value + bias for value in mean(values)] for values in self.q]
        self.k = [q + weight * value for q, value in zip(self.q[1], mean(self.k))]
        self.size = out

    def dense(self, weight, bias):
        """The mean over everything there is: a window as large as the image."""
        self.convolve(self.size, 1, weight, bias, valid=True)

    def activate(self, moments):
        both = [moments(*q) for q in zip(*self.q)]
        own = [[moments(value, value, value)[0] for value in self.q[one]] for one in (0, 2)]
        self.q, self.k = [own[0], [value for value, _ in both], own[1]], [slope * k for (_, slope), k in zip(both, self.k)]


def single_level(windows, hidden, moments, x, y):
    """The tangent kernel of a network of single-level synthesis."""
    pair = Pair(x, y)
    for window in windows:
        pair.convolve(*window, WEIGHT, BIAS)
        pair.activate(moments)
    for _ in range(hidden):
        pair.dense(WEIGHT, BIAS)
        pair.activate(moments)
    pair.dense(WEIGHT, BIAS)
    return pair.k[0]


def flat(hidden, moments, x, y):
    """(covariance, tangent kernel) of a dense network on points."""
    q, k = [mp.fdot(a, b) / len(a) for a, b in ((x, x), (x, y), (y, y))], mpf(0)
    for layer in range(hidden + 1):
        q = [WEIGHT * value + BIAS for value in q]
        k = q[1] + WEIGHT * k
        if layer < hidden:
            value, slope = moments(*q)
            q, k = [moments(q[0], q[0], q[0])[0], value, moments(q[2], q[2], q[2])[0]], slope * k
    return q[1], k


def dcgan(x, y):
    """(covariance, tangent kernel) of the DCGAN discriminator: no bias in its first and last layer."""
    pair = Pair(x, y)
    pair.convolve(3, 1, 1, 0)
    for _ in range(3):
        pair.activate(relu)
        pair.convolve(4, 2, 1, 1)
    pair.activate(relu)
    pair.convolve(4, 1, 1, 0, valid=True)
    return pair.q[1][0], pair.k[0]


def pooled(image):
    """Means of 2 x 2 pixels of an 8 x 8 image."""
    return [mp.fsum(image[(2 * i + a) * 8 + 2 * j + b] for a in (0, 1) for b in (0, 1)) / 4 for i in range(4) for j in range(4)]


def slope(network, other, pixel=2 * 8 + 5, h=mpf(10) ** -13):
    """The derivative in a pixel of the ramp, of its kernel with another image or with itself."""
    values = []
    for sign in (1, -1):
        moved = list(RAMP)
        moved[pixel] += sign * h
        values.append(single_level(*network, moved, other or moved))
    return (values[0] - values[1]) / (2 * h)


def norm(gram, lam):
    """|1 - (I - exp(-lambda K)) (1, 0)|."""
    return mp.norm(matrix([1, 1]) - function_of(gram, lambda value: 1 - mp.exp(-lam * value)) * matrix([1, 0]))


def fill(book):
    a, b = (mpf("0.2"), mpf("0.7")), (mpf("0.9"), mpf("0.1"))
    for name, network in FLAT.items():
        book.add(FILE, name, *(flat(*network, *pair)[1] for pair in ((a, a), (b, b), (a, b))))
    book.add(FILE, "fnn_covariance", *(flat(*FLAT["fnn"], *pair)[0] for pair in ((a, a), (a, b), (b, b))))
    for name, network in CONVOLUTIONAL.items():
        book.add(FILE, name, *(single_level(*network, *pair) for pair in ((RAMP, RAMP), (TURNED, TURNED), (RAMP, TURNED))))
    colour = CONVOLUTIONAL["cnn_cifar10"]
    half = [pooled(RAMP), pooled(TURNED)]
    book.add(FILE, "cnn_cifar10_pooled", single_level(*colour, half[0], half[0]), single_level(*colour, *half))
    for name in ("cnn_4", "cnn_cifar10"):
        book.add(FILE, f"slope_{name}", slope(CONVOLUTIONAL[name], TURNED), slope(CONVOLUTIONAL[name], None))
    x = [mp.sin(mpf(3 * (p // 32) + 2 * (p % 32)) / 10) for p in range(1024)]
    y = [mp.cos(mpf(p // 32) / 10 - mpf(p % 32) / 4) for p in range(1024)]
    book.add(FILE, "dcgan", *dcgan(x, y), *dcgan(x, x))
    grams = [matrix([[single_level(*colour, one, other) for other in images] for one in images]) for images in ((RAMP, TURNED), half)]
    book.add("Synthesis/GoldenTests.cs", "two_resolutions", norm(grams[0], mpf(1)) + norm(grams[1], mpf(2)))
