"""The linear theory at a true point: eigenvalues of the update's matrix, built from the update itself."""
from golden import mp, mpf, mpc, matrix


def update(n, q, p, eta_d, eta_g, lam, sigma, alternating):
    """b+ = r b - eta_d gamma sum q_j e_j,  e_j+ = e_j + eta_g q_j (b' - (Delta gamma/lambda) e_j), b' = b+ or b; the free mode r besides."""
    q, p, eta_d, eta_g, lam, sigma = map(mpf, (q, p, eta_d, eta_g, lam, sigma))
    gamma, delta, r = 1 / sigma ** 2, p - n * q, 1 - eta_d * lam
    m = mp.eye(n + 1)
    m[0, 0] = r
    for j in range(1, n + 1):
        m[0, j] = -eta_d * gamma * q
    for i in range(1, n + 1):
        for j in range(n + 1):
            m[i, j] = (1 if i == j else 0) + eta_g * q * ((m[0, j] if alternating else (1 if j == 0 else 0)) - (delta * gamma / lam if i == j else 0))
    return list(mp.eig(m, left=False, right=False)), r


def fill(book):
    file = "Stability/TruePointDynamicsTests.cs"
    for name, arguments in [("two", (2, "0.4", 1, "0.1", "0.1", "0.5", "0.5")), ("one", (1, 1, 1, "0.1", "0.01", 1, 1)), ("three", (3, "0.3", 1, "0.05", "0.05", "0.2", 1))]:
        for alternating in (True, False):
            values, _ = update(*arguments, alternating)
            parts = sorted({mp.nstr(abs(part), 8) for value in values for part in (value.real, value.imag) if abs(part) > mpf(10) ** -20})
            book.add(file, f"{name}_{'alternating' if alternating else 'simultaneous'}", *map(mpf, parts))
    for sigma, p, rates, alternating in [("0.97", 1, ("0.1", "0.1", "0.1"), False), ("1.03", 1, ("0.1", "0.1", "0.1"), False), ("0.20", "0.5", ("0.1", "0.01", 1), True),
            ("0.22", "0.5", ("0.1", "0.01", 1), True), ("0.22", "0.5", ("0.1", "0.01", 1), False)]:
        values, free = update(1, 1, p, *rates, sigma, alternating)
        book.add(file, f"radius_{sigma}_{p}_{'alternating' if alternating else 'simultaneous'}", max(abs(value) for value in [*values, free]), decimals=7)

    local = "Stability/LocalConvergenceTests.cs"
    p, q = mpf(1), mpf("0.8")
    for eta in ("0.1", "0.01", "0.001"):
        step, least, unstable = mpf(eta), None, 0
        for i in range(100):
            for j in range(100):
                with mp.workdps(20):
                    sigma, lam = mpf("0.01") + i * mpf("0.99") / 99, mpf("0.01") + j * mpf("9.99") / 99
                    pull = q * (p - q) / (lam * sigma ** 2)
                    half, root = (lam + pull) / 2, mp.sqrt(mpc(((lam + pull) / 2) ** 2 - q * p / sigma ** 2))
                    rate = max(abs(1 - step * lam), abs(1 - step * pull), abs(1 - step * (half - root)), abs(1 - step * (half + root)))
                    unstable += rate > 1 + mpf(10) ** -12
                    if least is None or rate < least[0] - mpf(10) ** -15:
                        least = (rate, sigma, lam)
        book.add(local, f"map_{eta}", unstable, least[0] ** 2, decimals=7)
    for lam in (1, 4):
        # rho_c is complex where (lambda + q Delta gamma/lambda)^2 < 4 q p gamma: a quadratic in gamma.
        a, b, c = (q * (p - q) / lam) ** 2, 2 * q * (p - q) - 4 * q * p, mpf(lam) ** 2
        book.add(local, f"window_{lam}", *sorted(1 / mp.sqrt(root) for root in mp.polyroots([a, b, c])), decimals=10)
