#!/usr/bin/env python3
"""The peers' rows of bench/side-by-side.sh: JAX, Neural Tangents and PyTorch on the work of bench/NtkGan.Benchmarks/SideBySide.cs.

Reads the name of a row from each line of its input, measures it for about half a second of the processors, and answers with the least seconds of one
run on the clock and of the processors, or "missing" and what is not installed, or "failed". Compilation is not measured; inputs are standard normal,
targets five times that. `peers.py first-step` makes one step and ends.
"""
import os
import sys
import time

import numpy as np

ENOUGH_SECONDS, WARM_SECONDS, MOST_SECONDS, LEAST_RUNS = 0.4, 0.5, 10.0, 3
HIDDEN = 3
RATE = 1e-6  # under IPM alone weights grow without bound: thousands of steps must stay near the start


def normal(seed, *shape, scale=1.0, real=np.float64):
    return (scale * np.random.default_rng(seed).standard_normal(shape)).astype(real)


def mlp_parameters(sizes, real):
    """Weights and biases of a dense network, all standard normal; the last layer has no bias."""
    return [(normal(10 + k, a, b, real=real), normal(20 + k, b, real=real) if k < len(sizes) - 2 else np.zeros(b, real))
            for k, (a, b) in enumerate(zip(sizes, sizes[1:]))]


def mlp(jnp, parameters, x):
    """Neural tangent parameterisation: z = w h / sqrt(fan-in) + beta, ReLU between."""
    for k, (w, b) in enumerate(parameters):
        x = x @ (w * (1 / np.sqrt(w.shape[0])).astype(w.dtype)) + (b if k < len(parameters) - 1 else 0)
        if k < len(parameters) - 1:
            x = jnp.maximum(x, 0)
    return x


def started_jax():
    import jax
    jax.config.update("jax_enable_x64", True)
    return jax, jax.numpy


def started_tangents():
    """Neural Tangents looks for names where older versions of JAX had them."""
    jax, jnp = started_jax()
    import jax._src.interpreters.ad as moved
    import jax.interpreters.ad as expected
    for name, value in vars(moved).items():
        if not hasattr(expected, name):
            setattr(expected, name, value)
    expected.config.jax_enable_checks = False
    import neural_tangents
    return jax, jnp, neural_tangents


def discriminator_step(width, real):
    """One step of one network under IPM, and the gradient by the fakes at the new weights: the weights go on from run to run."""
    jax, jnp = started_jax()
    fakes, targets = jnp.asarray(normal(1, 500, 2, real=real)), jnp.asarray(normal(2, 500, 2, scale=5, real=real))
    state = [jax.tree_util.tree_map(jnp.asarray, mlp_parameters([2] + HIDDEN * [width] + [1], real))]

    @jax.jit
    def step(parameters, x, y):
        slopes = jax.grad(lambda p: mlp(jnp, p, x).mean() - mlp(jnp, p, y).mean())(parameters)
        parameters = jax.tree_util.tree_map(lambda p, g: p - real(RATE) * g, parameters, slopes)
        return parameters, jax.grad(lambda z: -mlp(jnp, parameters, z).sum())(x)

    def work():
        state[0], gradient = step(state[0], fakes, targets)
        gradient.block_until_ready()
    return work


def tangent_kernel():
    """The empirical tangent kernel of 200 points, two hidden layers of 4096, by structured derivatives."""
    jax, jnp, nt = started_tangents()
    draw, apply, _ = nt.stax.serial(nt.stax.Dense(4096, b_std=1.0), nt.stax.Relu(), nt.stax.Dense(4096, b_std=1.0), nt.stax.Relu(), nt.stax.Dense(1))
    _, parameters = draw(jax.random.PRNGKey(0), (200, 2))
    parameters = jax.tree_util.tree_map(lambda values: values.astype(np.float64), parameters)
    kernel = jax.jit(nt.empirical_ntk_fn(apply, implementation=nt.NtkImplementation.STRUCTURED_DERIVATIVES))
    points = jnp.asarray(normal(1, 200, 2))
    return lambda: kernel(points, None, parameters).block_until_ready()


def infinite_kernel(nt, activation):
    layers = [nt.stax.Dense(1, W_std=1.0, b_std=1.0)]
    for k in range(HIDDEN):
        layers += [activation(), nt.stax.Dense(1, W_std=1.0, b_std=1.0 if k < HIDDEN - 1 else 0.0)]
    kernel = nt.stax.serial(*layers)[2]
    return lambda x, y: kernel(x, y, "ntk")


def generator_step():
    """500 points of 128 coordinates through three layers of 512 to the plane, under an infinitely wide discriminator that is held (IPM, time 1)."""
    jax, jnp, nt = started_tangents()
    kernel = infinite_kernel(nt, nt.stax.Relu)
    latents, targets = jnp.asarray(normal(3, 500, 128)), jnp.asarray(normal(2, 500, 2, scale=5))
    state = [jax.tree_util.tree_map(jnp.asarray, mlp_parameters([128] + HIDDEN * [512] + [2], np.float64))]

    @jax.jit
    def step(parameters, z, y):
        held = jax.lax.stop_gradient(mlp(jnp, parameters, z))

        def cost(p):
            x = mlp(jnp, p, z)
            return (kernel(x, held).mean(1) - kernel(x, y).mean(1)).mean()
        value, slopes = jax.value_and_grad(cost)(parameters)
        return jax.tree_util.tree_map(lambda p, g: p - RATE * g, parameters, slopes), value

    def work():
        state[0], value = step(state[0], latents, targets)
        value.block_until_ready()
    return work


def tanh_flow():
    """A step of 100 particles against 100 targets; tanh has no closed form there: its own quadrature, about 1e-4 accurate."""
    jax, jnp, nt = started_tangents()
    kernel = infinite_kernel(nt, lambda: nt.stax.ElementwiseNumerical(jnp.tanh, deg=25))
    targets = jnp.asarray(normal(2, 100, 2, scale=5))
    state = [jnp.asarray(normal(1, 100, 2))]

    @jax.jit
    def step(x, y):
        return x - jax.grad(lambda p: (kernel(p, jax.lax.stop_gradient(x)).mean(1) - kernel(p, y).mean(1)).mean())(x)

    def work():
        state[0] = step(state[0], targets).block_until_ready()
    return work


def started_torch():
    import torch
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    return torch


def torch_parameters(torch, shapes):
    return [torch.tensor(normal(30 + k, *shape), requires_grad=True) for k, shape in enumerate(shapes)]


def dcgan_discriminator():
    """64 + 64 images of 32 x 32: the gradient by the weights and a step under IPM; channels 16, 32, 64, 128, 1."""
    torch = started_torch()
    conv = torch.nn.functional.conv2d
    fakes, targets = (torch.tensor(normal(k, 64, 1, 32, 32)) for k in (1, 2))
    weights = torch_parameters(torch, [(16, 1, 3, 3), (32, 16, 4, 4), (64, 32, 4, 4), (128, 64, 4, 4), (1, 128, 4, 4)])
    biases = torch_parameters(torch, [(32,), (64,), (128,)])

    def forward(x):
        scaled = [w * (w[0].numel() ** -0.5) for w in weights]
        x = conv(x, scaled[0], padding=1)
        for w, b in zip(scaled[1:4], biases):
            x = conv(torch.relu(x), w, b, stride=2, padding=1)
        return conv(torch.relu(x), scaled[4])

    def work():
        values = forward(torch.cat([fakes, targets]))
        slopes = torch.autograd.grad(values[:64].mean() - values[64:].mean(), weights + biases)
        with torch.no_grad():
            for p, g in zip(weights + biases, slopes):
                p -= RATE * g
    return work


def dcgan_generator():
    """64 images of 32 x 32 from 64 latent coordinates: J^T v by the weights and a step; channels 64, 32, 16, 8, 1."""
    torch = started_torch()
    transposed = torch.nn.functional.conv_transpose2d
    latents, velocities = torch.tensor(normal(1, 64, 64, 1, 1)), torch.tensor(normal(2, 64, 1, 32, 32))
    weights = torch_parameters(torch, [(64, 64, 2, 2), (64, 32, 4, 4), (32, 16, 4, 4), (16, 8, 4, 4), (8, 1, 4, 4)])

    def work():
        x = transposed(latents, weights[0] * (64 * 4) ** -0.5)
        for w in weights[1:]:
            x = transposed(torch.relu(x), w * (w.shape[0] * 16) ** -0.5, stride=2, padding=1)
        slopes = torch.autograd.grad((x * velocities).sum(), weights)
        with torch.no_grad():
            for p, g in zip(weights, slopes):
                p -= RATE * g
    return work


ROWS = {
    "step-128-double": lambda: discriminator_step(128, np.float64),
    "step-128-single": lambda: discriminator_step(128, np.float32),
    "step-512-double": lambda: discriminator_step(512, np.float64),
    "step-512-single": lambda: discriminator_step(512, np.float32),
    "tangent-kernel": tangent_kernel,
    "generator": generator_step,
    "dcgan-discriminator": dcgan_discriminator,
    "dcgan-generator": dcgan_generator,
    "tanh-flow": tanh_flow,
}


def measured(work, is_new):
    if is_new:
        work()
        warm = time.process_time()
        while time.process_time() - warm < WARM_SECONDS:
            work()
    least, least_of_processors, runs = float("inf"), float("inf"), 0
    clock, used = time.perf_counter(), time.process_time()
    while runs < LEAST_RUNS or (time.perf_counter() - clock < MOST_SECONDS and time.process_time() - used < ENOUGH_SECONDS):
        start, processors = time.perf_counter(), time.process_time()
        work()
        least, runs = min(least, time.perf_counter() - start), runs + 1
        least_of_processors = min(least_of_processors, time.process_time() - processors)
    return least, least_of_processors


def serve():
    known = {}
    for line in sys.stdin:
        row = line.strip()
        try:
            is_new = row not in known
            if is_new:
                known[row] = ROWS[row]()
            print(*map(repr, measured(known[row], is_new)), flush=True)
        except ImportError as missing:
            print("missing", missing.name, flush=True)
        except RuntimeError as failure:
            print("failed", flush=True)
            print(f"{row}: {failure}", file=sys.stderr)


if __name__ == "__main__":
    if sys.argv[1:] == ["first-step"]:
        discriminator_step(128, np.float64)()
    else:
        serve()
