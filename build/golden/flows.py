"""Training in function space on a line: closed forms by eigendecomposition with 40 digits, the vanilla loss by an extrapolated midpoint rule."""
from golden import mp, mpf, matrix, extrapolated, function_of
from kernels import mlp

QUERIES = [mpf(q) for q in (-3, -1, 0, 1, 3)]
scaled = lambda *values: [mpf(value) * 3 / 2 for value in values]
FAKES, TARGETS = scaled("-1.2", "-1.34", "-0.8", "-0.7", "-0.3"), scaled("0.6", "1", "1.23", "1.32", "0.2")
OVERLAP_FAKES, OVERLAP_TARGETS = scaled("-1.2", "-1.34", "-0.8", "-0.7", "-0.2"), scaled("0.6", "1", "1.23", "1.32", "-1.1", "-1", "-1.8")
kernel = lambda x, y: mlp((x,), (y,))[1]


class Problem:
    def __init__(self, fakes, targets, pooled=False):
        self.fakes, self.targets, self.points = fakes, targets, fakes + targets
        n, m = len(fakes), len(targets)
        self.labels = [mpf(-1)] * n + [mpf(1)] * m
        self.weights = [mpf(1) / (n + m)] * (n + m) if pooled else [mpf(1) / n] * n + [mpf(1) / m] * m
        self.gram = matrix([[kernel(a, b) for b in self.points] for a in self.points])

    def at(self, x, c):
        return mp.fsum(a * kernel(x, p) for a, p in zip(c, self.points))

    def ipm(self, time=1):
        return [time * w * y for w, y in zip(self.weights, self.labels)]

    def lsgan(self, time=1):
        """c' = 2 D (y - f): c = t D^1/2 phi_1(-2 t A) D^1/2 2 y, A = D^1/2 K D^1/2."""
        roots = [mp.sqrt(w) for w in self.weights]
        size = len(roots)
        a = matrix([[roots[i] * self.gram[i, j] * roots[j] for j in range(size)] for i in range(size)])
        phi = function_of(a, lambda value: (1 - mp.exp(-2 * time * value)) / (2 * value))
        return [r * v for r, v in zip(roots, phi * matrix([2 * r * y for r, y in zip(roots, self.labels)]))]

    def hinge(self, time=1):
        """From event to event. Points inside the margin push with all their weight, points outside not at all; one at the margin with what holds it
        there, found from the linear equations f' = 0 of all that are held, if that is between the two. Returns c and the events (point, time)."""
        size, now, events = len(self.points), mpf(0), []
        c, state = [mpf(0)] * size, ["inside"] * size
        rate = lambda p, v: self.labels[p] * mp.fdot([self.gram[p, q] for q in range(size)], v)

        def pushes():
            while True:
                held = [p for p in range(size) if state[p] == "held"]
                push = [w * y if state[p] == "inside" else mpf(0) for p, (w, y) in enumerate(zip(self.weights, self.labels))]
                if not held:
                    return push
                block = matrix([[self.gram[p, q] for q in held] for p in held])
                forces = mp.lu_solve(block, matrix([-self.labels[p] * rate(p, push) for p in held]))
                worst = min(held, key=lambda p: min(forces[held.index(p)] * self.labels[p], self.weights[p] - forces[held.index(p)] * self.labels[p]))
                force = forces[held.index(worst)] * self.labels[worst]
                if 0 <= force <= self.weights[worst]:
                    for p, value in zip(held, forces):
                        push[p] = value
                    return push
                state[worst] = "outside" if force < 0 else "inside"

        while True:
            push = pushes()
            waits = []
            for p in range(size):
                speed, gap = rate(p, push), 1 - rate(p, c)
                if (state[p] == "inside" and speed > 0) or (state[p] == "outside" and speed < 0):
                    waits.append((max(gap / speed, mpf(0)), p))
            wait, point = min(waits) if waits else (mp.inf, None)
            if now + wait >= time:
                return [a + (time - now) * b for a, b in zip(c, push)], events
            now, c = now + wait, [a + wait * b for a, b in zip(c, push)]
            events.append((point, now))
            state[point] = "held"

    def vanilla(self, time=1, steps=8, order=9):
        """c_i' = -sigma(f)/n on fakes, sigma(-f)/m on targets."""
        size = len(self.points)
        rows = [[self.gram[i, j] for j in range(size)] for i in range(size)]

        def slope(c):
            f = [mp.fdot(row, c) for row in rows]
            return [w * y / (1 + mp.exp(y * v)) for w, y, v in zip(self.weights, self.labels, f)]

        return extrapolated(slope, [mpf(0)] * size, time, steps, order)


def fill(book):
    file = "Games/GoldenTrainingTests.cs"
    modes, overlap, pooled = Problem(FAKES, TARGETS), Problem(OVERLAP_FAKES, OVERLAP_TARGETS), Problem(FAKES, TARGETS, pooled=True)
    values = mp.eigsy(modes.gram, eigvals_only=True)
    book.add(file, "extreme_eigenvalues", values[0], values[len(values) - 1])
    everywhere = lambda problem, c: [problem.at(q, c) for q in QUERIES]
    book.add(file, "ipm", *everywhere(modes, modes.ipm()))
    book.add(file, "lsgan", *everywhere(modes, modes.lsgan()))
    book.add(file, "hinge_before_the_first_event", *everywhere(modes, modes.ipm(mpf("0.5"))))
    c, events = modes.hinge()
    assert [point for point, _ in events] == [8, 1, 7, 0, 6], events
    book.add(file, "hinge", *everywhere(modes, c))
    book.add(file, "hinge_events", *[when for _, when in events])
    book.add(file, "lsgan_with_unequal_numbers", *everywhere(overlap, overlap.lsgan()))
    book.add(file, "ipm_with_unequal_numbers", *everywhere(overlap, overlap.ipm()))
    with mp.workdps(22):
        book.add(file, "vanilla", *everywhere(modes, modes.vanilla()), decimals=14)
        book.add(file, "vanilla_pooled", *everywhere(pooled, pooled.vanilla()), decimals=14)
    c, h = modes.ipm(), mpf(10) ** -13  # at a kink the central difference is the mean of the slopes, off by h^2
    slopes = [(modes.at(x + h, c) - modes.at(x - h, c)) / (2 * h) for x in FAKES]
    book.add(file, "particle_gradients_ipm", -mp.fsum(modes.at(x, c) for x in FAKES) / 5, *[-slope / 5 for slope in slopes])
