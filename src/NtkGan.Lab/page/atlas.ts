import { Atlas } from "./protocol";

// Told apart by brightness too, and by words beside.
const inks = ["#d7ecd9", "#f6df9b", "#b9c9dd", "#c08cb4", "#7d3b32"];
const darkest = 4;

/** The regimes over width and regularisation, with a point where the game stands. */
export function drawAtlas(atlas: Atlas, onChosen: (width: number, regularisation: number) => void): HTMLElement {
  const box = document.createElement("div");
  const canvas = document.createElement("canvas");
  const [columns, rows] = [atlas.width.length, atlas.regularisation.length];
  const [size, left, below] = [480, 66, 56];
  canvas.width = canvas.height = size;
  canvas.style.cursor = "pointer";
  canvas.setAttribute("role", "img");
  canvas.id = "atlas";
  const [across, up] = [size - left - 8, size - below - 8];
  const context = canvas.getContext("2d")!;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, size, size);
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) {
    context.fillStyle = inks[atlas.cells[row * columns + column]];
    context.fillRect(left + column / columns * across, 8 + (rows - 1 - row) / rows * up, across / columns + 1, up / rows + 1);
  }
  context.font = "22px system-ui, sans-serif";
  const cellAt = (column: number, row: number) => column < 0 || row < 0 || column >= columns || row >= rows ? -1 : atlas.cells[row * columns + column];
  const nearest = (cell: number, column: number, row: number) => {
    for (let far = 1; ; far++) for (let k = -far; k <= far; k++)
      if ([[k, far], [k, -far], [far, k], [-far, k]].some(([dx, dy]) => cellAt(column + dx, row + dy) !== cell)) return far;
  };
  for (const cell of new Set(atlas.cells)) {
    const [far, index] = atlas.cells.reduce(([best, at], other, k) => { const room = other === cell ? nearest(cell, k % columns, Math.floor(k / columns)) : 0; return room > best ? [room, k] : [best, at]; }, [0, 0]);
    const width = context.measureText(atlas.regimes[cell]).width;
    if (width > (2 * far - 1) * across / columns) continue; // the legend has it
    context.fillStyle = cell === darkest ? "#fff" : "#1d2329";
    context.fillText(atlas.regimes[cell], left + (index % columns + 0.5) / columns * across - width / 2, 8 + (rows - 0.5 - Math.floor(index / columns)) / rows * up + 8);
  }
  const share = (list: number[], value: number) => Math.log(value / list[0]) / Math.log(list[list.length - 1] / list[0]);
  const x = left + share(atlas.width, atlas.atWidth) * across;
  const y = 8 + (1 - Math.max(0, share(atlas.regularisation, Math.max(atlas.atRegularisation, atlas.regularisation[0])))) * up;
  context.beginPath();
  context.arc(x, y, 11, 0, 7);
  context.fillStyle = "#fff";
  context.fill();
  context.lineWidth = 5;
  context.strokeStyle = "#1d2329";
  context.stroke();
  context.fillStyle = "#56616d";
  context.font = "22px system-ui, sans-serif";
  const brief = (value: number) => String(Number(value.toPrecision(2)));
  context.fillText(brief(atlas.width[0]), left, size - 30);
  context.fillText(brief(atlas.width[columns - 1]), size - 60, size - 30);
  context.fillText("kernel width \u03c3", left + across / 2 - 70, size - 12);
  context.fillText(brief(atlas.regularisation[0]), 4, size - below - 12);
  context.fillText(brief(atlas.regularisation[rows - 1]), 4, 28);
  context.fillText("\u03bb", 22, size / 2);
  const here = [...new Set(atlas.cells)].sort();
  canvas.setAttribute("aria-label", `Atlas of regimes over width and regularisation: ${here.map(cell => atlas.regimes[cell]).join(", ")}`);
  canvas.addEventListener("click", event => {
    const area = canvas.getBoundingClientRect();
    const [px, py] = [(event.clientX - area.left) / area.width * size, (event.clientY - area.top) / area.height * size];
    const at = (list: number[], part: number) => list[0] * Math.pow(list[list.length - 1] / list[0], Math.min(1, Math.max(0, part)));
    onChosen(at(atlas.width, (px - left) / across), at(atlas.regularisation, 1 - (py - 8) / up));
  });
  canvas.tabIndex = 0;
  canvas.addEventListener("keydown", event => {
    const [dx, dy] = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] } as Record<string, [number, number]>)[event.key] ?? [0, 0];
    if (dx === 0 && dy === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const beside = (list: number[], value: number, step: number) => {
      const at = list.reduce((best, one, k) => Math.abs(Math.log(one / value)) < Math.abs(Math.log(list[best] / value)) ? k : best, 0);
      return step === 0 ? value : list[Math.min(list.length - 1, Math.max(0, at + step))];
    };
    onChosen(beside(atlas.width, atlas.atWidth, dx), beside(atlas.regularisation, Math.max(atlas.atRegularisation, atlas.regularisation[0]), dy));
  });
  const legend = document.createElement("div");
  legend.className = "legend";
  for (const cell of here) {
    const entry = document.createElement("span");
    const swatch = document.createElement("span");
    swatch.style.cssText = `display:inline-block;width:11px;height:11px;border:1px solid #56616d;margin-right:4px;background:${inks[cell]}`;
    entry.append(swatch, atlas.regimes[cell]);
    legend.append(entry);
  }
  box.append(canvas, legend);
  return box;
}
