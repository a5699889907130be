"""The Sinkhorn divergence of the toolkit's recipe as it reads: whole cost matrices, logarithms of sums of exponentials with 40 digits."""
from golden import mp, mpf

THREE, FOUR = [(0, 0), (1, 0), (0, 1)], [(2, 2), (3, 1), (1, 3), (2, 0)]


def divergence(x, y, blur, scaling):
    costs = lambda a, b: [[mp.fsum(mpf(p - q) ** 2 for p, q in zip(s, t)) / 2 for t in b] for s in a]
    everything = x + y
    extents = [max(p[axis] for p in everything) - min(p[axis] for p in everything) for axis in range(len(x[0]))]
    diameter = mp.sqrt(mp.fsum(mpf(extent) ** 2 for extent in extents))
    start, end, step = 2 * mp.log(diameter), 2 * mp.log(mpf(blur)), 2 * mp.log(mpf(scaling))
    between = max(0, int(mp.ceil((end - start) / step)))
    schedule = [diameter ** 2, *[mp.exp(start + i * step) for i in range(between)], mpf(blur) ** 2]
    xy, yx, xx, yy = costs(x, y), costs(y, x), costs(x, x), costs(y, y)
    potentials = [[mpf(0)] * len(x), [mpf(0)] * len(y), [mpf(0)] * len(x), [mpf(0)] * len(y)]

    def softmin(row, other, temperature):
        return -temperature * mp.log(mp.fsum(mp.exp((g - c) / temperature) for g, c in zip(other, row)) / len(other))

    def moved(own, cost, other, temperature, share):
        return [value + share * (softmin(row, other, temperature) - value) for value, row in zip(own, cost)]

    def step_to(temperature, share):
        f, g, a, b = potentials
        return [moved(f, xy, g, temperature, share), moved(g, yx, f, temperature, share), moved(a, xx, a, temperature, share), moved(b, yy, b, temperature, share)]

    potentials = step_to(schedule[0], 1)
    for temperature in schedule:
        potentials = step_to(temperature, mpf(1) / 2)
    f, g, a, b = step_to(schedule[-1], 1)
    mean = lambda one, two: mp.fsum(p - q for p, q in zip(one, two)) / len(one)
    return mean(f, a) + mean(g, b)


def fill(book):
    for name, blur, scaling in (("usual", "1e-3", "0.95"), ("coarse", "0.05", "0.5")):
        book.add("Metrics/SinkhornDivergenceTests.cs", f"sinkhorn_{name}", divergence(THREE, FOUR, blur, scaling))
