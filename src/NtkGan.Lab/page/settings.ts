import { Catalog, Room } from "./protocol";

/** What can be set in a room: names and texts, which is also what the link holds. */
export type State = Record<string, string>;

export interface Field { key: string; label: string; kind: "number" | "choice" | "lines" | "check"; choices?: [string, string][]; help?: Record<string, string>; pair?: boolean }

const choicesOf = (list: { label: string; value: string }[]): [string, string][] => list.map(one => [one.value, one.label]);
const helpOf = (list: { value: string; formula: string }[]) => Object.fromEntries(list.map(one => [one.value, one.formula]));

export function fields(room: Room, catalog: Catalog): Field[] {
  const seed: Field = { key: "seed", label: "Seed", kind: "number", pair: true };
  const more: Field = { key: "more", label: "More settings, key=value, one a line", kind: "lines" };
  const data: [string, string][] = [...choicesOf(catalog.data), ["drawn", "drawn by hand, or a dropped CSV"], ...catalog.files.map(file => [`{kind: points, path: ${JSON.stringify(file)}}`, file.split(/[\\/]/).pop()!] as [string, string])];
  if (room === "flow") return [
    { key: "target", label: "Data", kind: "choice", choices: data, help: helpOf(catalog.data) },
    { key: "targets", label: "Targets", kind: "number", pair: true }, { key: "particles", label: "Particles", kind: "number", pair: true },
    { key: "kernel", label: "Kernel or architecture", kind: "choice", choices: choicesOf(catalog.kernels), help: helpOf(catalog.kernels) },
    { key: "loss", label: "Loss", kind: "choice", choices: choicesOf(catalog.losses), help: helpOf(catalog.losses) },
    { key: "time", label: "Training time", kind: "number", pair: true }, { key: "size", label: "Step size", kind: "number", pair: true },
    { key: "width", label: "Width", kind: "choice", choices: [["", "infinite"], ["64", "infinite, and 64 beside"], ["256", "infinite, and 256 beside"], ["1024", "infinite, and 1024 beside"]] },
    seed, more];
  if (room === "synthesis") return [
    { key: "target", label: "Data", kind: "choice", choices: [["digits", "digits of 8 x 8 pixels"], ["{kind: gaussian_ring, components: 8, radius: 0.4, deviation: 0.0447213595, centre: [0.5]}", "eight Gaussians in the plane"], ["drawn", "drawn by hand, or a dropped CSV"], ...data.slice(catalog.data.length + 1)] },
    { key: "pool", label: "Real rows", kind: "number", pair: true }, { key: "samples", label: "Samples", kind: "number", pair: true },
    { key: "kernel", label: "Kernel or architecture", kind: "choice", choices: [["{kind: neural, architecture: {kind: ga_ntk, design: fnn}}", "NTK of GA-NTK's network"], ...choicesOf(catalog.kernels)], help: helpOf(catalog.kernels) },
    { key: "lambda", label: "Lambda (training time)", kind: "number", pair: true },
    { key: "optimizer", label: "Optimiser", kind: "choice", choices: [["lbfgs", "L-BFGS"], ["{kind: adam, learning_rate: 0.01}", "Adam, 0.01"]], pair: true },
    seed, more];
  return [
    { key: "real", label: "True points, such as [[-1], [1]]", kind: "lines" },
    { key: "generated", label: "Generated points at the start", kind: "lines" },
    { key: "kernel", label: "Kernel", kind: "choice", choices: choicesOf(catalog.gameKernels), help: helpOf(catalog.gameKernels) },
    { key: "length", label: "Length \u03c3", kind: "number", pair: true }, { key: "regularisation", label: "Regularisation \u03bb", kind: "number", pair: true },
    { key: "discriminator", label: "\u03b7d of f", kind: "number", pair: true }, { key: "generator", label: "\u03b7g of points", kind: "number", pair: true },
    seed, more];
}

export function usual(room: Room): State {
  if (room === "flow") return { target: "eight_gaussians", targets: "300", particles: "300", kernel: "{kind: neural, architecture: {kind: mlp, activations: [relu], hidden_layers: 3, bias_deviation: 1}}", loss: "ipm", time: "1", size: "1000", width: "", seed: "1", more: "" };
  if (room === "synthesis") return { target: "digits", pool: "256", samples: "36", kernel: "{kind: neural, architecture: {kind: ga_ntk, design: fnn}}", lambda: "0.1", optimizer: "lbfgs", seed: "1", more: "" };
  return { real: "[[-1], [1]]", generated: "[[-0.8], [1.25]]", kernel: "gaussian", length: "0.35", regularisation: "2", discriminator: "0.1", generator: "0.05", seed: "1", more: "" };
}

/** Where the values of fields stand in an experiment: an experiment of the tour changes by these alone. */
export const paths: Record<Room, Record<string, string>> = {
  flow: { particles: "source.count", targets: "target.count", time: "training.time", size: "flow.method.step_size", seed: "seed" },
  game: { real: "real.data.points", generated: "generated.data.points", length: "game.kernel.length", regularisation: "game.regularisation", discriminator: "game.discriminator_rate", generator: "game.generator_rate", seed: "seed" },
  synthesis: { pool: "pool", samples: "samples", seed: "seed" },
};

/** The words of an experiment, as ntkgan run takes them. */
export function words(room: Room, state: State): string[] {
  const more = state.more.split("\n").map(line => line.trim()).filter(line => line !== "" && !line.startsWith("#"));
  const data = state.target === "drawn" ? `{kind: listed, points: ${state.drawn || "[]"}}` : state.target;
  if (state.words) return [...JSON.parse(state.words), ...Object.entries(paths[room]).filter(([key]) => state[`was ${key}`] !== undefined && state[key] !== state[`was ${key}`]).map(([key, path]) => `${path}=${state[key]}`), ...more];
  if (room === "flow") return ["kind=particle_flow", "source.data=gaussian", `source.count=${state.particles}`, `target.data=${data}`, ...(state.target === "drawn" || state.target.includes("path:") ? [] : [`target.count=${state.targets}`]),
    `kernel=${state.kernel}`, `loss=${state.loss}`, `training={kind: exact, time: ${state.time}}`, `flow.method={kind: euler, step_size: ${state.size}}`, "flow.reference_count=500", "flow.iterations=100000", "metrics=[energy_distance, sinkhorn_divergence]", `seed=${state.seed}`, ...more];
  if (room === "synthesis") return ["kind=synthesis", `data=${data}`, `pool=${state.pool}`, `samples=${state.samples}`, `objective={terms: [{kernel: ${state.kernel}, lambda: {kind: given, lambda: ${state.lambda}}}], loss: cross_entropy}`,
    `optimizer=${state.optimizer}`, "iterations=2000", "metrics=[average_maximum_similarity, copy_alarm]", `seed=${state.seed}`, ...more];
  return ["kind=stability_simulation", `real={data: {kind: listed, points: ${state.real}}}`, `generated={data: {kind: listed, points: ${state.generated}}}`,
    `game={kernel: {kind: ${state.kernel}, length: ${state.length}}, discriminator_rate: ${state.discriminator}, generator_rate: ${state.generator}, regularisation: ${state.regularisation}}`,
    "history={kind: bounded, tolerance: 1e-12}", "updates=20000", `seed=${state.seed}`, ...more];
}

/** The same flow under a finite network: plain gradient descent for the same time, in 20 steps, from f = 0. */
export const finite = (state: State) => [...words("flow", state), `kernel.architecture.width=${state.width}`, `training={kind: network, time: ${state.time}, optimizer: {kind: sgd, learning_rate: ${Number(state.time) / 20}}, antisymmetric: true, reset: true}`];
