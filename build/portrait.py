"""Draws src/NtkGan/Assets/portrait.png, the picture of `image_density` where none is named: a head in clay under a lamp, by sphere tracing. Needs numpy."""
import pathlib
import struct
import sys
import zlib

import numpy as np

SIZE = 320


def ellipsoid(p, centre, radii):
    q = (p - np.array(centre)) / np.array(radii)
    k0 = np.linalg.norm(q, axis=-1)
    k1 = np.linalg.norm(q / np.array(radii), axis=-1) + 1e-9
    return k0 * (k0 - 1) / k1


def capsule(p, a, b, radius):
    a, b = np.array(a), np.array(b)
    h = np.clip(((p - a) @ (b - a)) / ((b - a) @ (b - a)), 0, 1)
    return np.linalg.norm(p - a - h[..., None] * (b - a), axis=-1) - radius


def join(a, b, k):
    h = np.clip(.5 + .5 * (b - a) / k, 0, 1)
    return b * (1 - h) + a * h - k * h * (1 - h)


def carve(a, b, k):
    return -join(-a, b, k)


def skin(p):
    # The face is symmetric: one side is described.
    s = p.copy()
    s[..., 0] = np.abs(s[..., 0])
    d = join(ellipsoid(p, (0, .22, -.08), (.47, .52, .55)), ellipsoid(p, (0, -.12, .06), (.36, .46, .40)), .12)
    d = join(d, ellipsoid(s, (.2, -.08, .3), (.14, .12, .12)), .1)           # cheeks
    d = join(d, ellipsoid(p, (0, -.5, .3), (.12, .09, .11)), .12)            # chin
    d = join(d, capsule(s, (.08, .19, .41), (.27, .17, .3), .045), .07)      # brows
    d = carve(d, ellipsoid(s, (.175, .08, .47), (.12, .075, .12)), .06)      # sockets
    d = join(d, ellipsoid(s, (.17, .075, .335), (.085, .06, .07)), .015)     # lids
    d = join(d, capsule(p, (0, .12, .43), (0, -.1, .54), .042), .06)         # nose
    d = join(d, ellipsoid(s, (.05, -.115, .485), (.05, .04, .055)), .035)
    d = carve(d, ellipsoid(s, (.035, -.155, .51), (.018, .016, .03)), .012)
    d = join(d, ellipsoid(p, (0, -.27, .42), (.15, .035, .06)), .03)         # lips
    d = join(d, ellipsoid(p, (0, -.325, .42), (.12, .04, .06)), .012)
    d = join(d, ellipsoid(s, (.47, .02, -.03), (.05, .13, .09)), .03)        # ears
    d = join(d, capsule(p, (0, -.4, -.05), (0, -1.0, -.12), .22), .1)        # neck
    return join(d, ellipsoid(p, (0, -1.35, -.15), (.98, .5, .42)), .16)


def hair(p):
    cap = ellipsoid(p, (0, .3, -.15), (.53, .57, .58))
    front = ellipsoid(p, (.06, .12, .42), (.40, .36, .45))
    wave = .012 * np.sin(38 * p[..., 0] + 9 * np.sin(4 * p[..., 1])) * np.cos(5 * p[..., 2])
    return carve(cap + wave, front, .05)


def scene(p):
    return np.minimum(skin(p), hair(p))


def normal(p):
    n = np.stack([scene(p + e) - scene(p - e) for e in 1e-3 * np.eye(3)], axis=-1)
    return n / np.linalg.norm(n, axis=-1, keepdims=True)


def shadow(p, light):
    result, t = np.ones(p.shape[:-1]), .03
    for _ in range(36):
        d = scene(p + t * light)
        result = np.minimum(result, np.clip(9 * d / t, 0, 1))
        t += .05
    return result


def picture(size):
    c = np.linspace(-1, 1, size)
    x, y = np.meshgrid(1.02 * c, -1.02 * c - .12)
    turn = np.array([[np.cos(.42), 0, np.sin(.42)], [0, 1, 0], [-np.sin(.42), 0, np.cos(.42)]])
    origin = np.stack([x, y, np.full_like(x, 2.2)], axis=-1) @ turn
    ray = np.array([0, 0, -1.0]) @ turn
    t = np.zeros_like(x)
    for _ in range(90):
        t = np.minimum(t + .8 * scene(origin + t[..., None] * ray), 5)
    p = origin + t[..., None] * ray
    hit = t < 4.5
    n = normal(p)
    light = np.array([-.62, .55, .56]) @ turn
    light /= np.linalg.norm(light)
    rim = np.array([.9, .15, -.2]) @ turn
    half = light - ray
    half /= np.linalg.norm(half)
    diffuse = np.clip(n @ light, 0, 1) * shadow(p + .01 * n, light)
    albedo = np.where(hair(p) < skin(p), .30, .86)
    clay = albedo * (.10 + .92 * diffuse + .16 * np.clip(n @ rim, 0, 1) + .07 * n[..., 1]) + .16 * np.clip(n @ half, 0, 1) ** 28 * shadow(p + .01 * n, light)
    ground = .97 - .10 * np.clip(np.hypot(x + .25, y - .2) - .5, 0, 1)
    return np.where(hit, np.clip(clay, 0, .93), ground) ** (1 / 1.25)


def smooth(levels, size):
    return levels.reshape(size, 2, size, 2).mean(axis=(1, 3))


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


grey = np.round(255 * np.clip(smooth(picture(2 * SIZE), SIZE), 0, 1)).astype(np.uint8)
rows = b"".join(b"\x02" + (grey[r].astype(int) - (grey[r - 1] if r else 0)).astype(np.uint8).tobytes() for r in range(SIZE))
path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "src/NtkGan/Assets/portrait.png"
path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
