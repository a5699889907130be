import uPlot from "uplot";

const inks = ["--accent-line", "--particle-line"];
const colour = (name: string) => () => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const whole = Array.from({ length: 12 }, (_, k) => [1, 2, 5].map(digit => digit * Math.pow(10, k))).flat(); // there are no parts of steps
const tick = (value: number) => value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(0) : Number(value.toPrecision(3)).toString();

/** One small plot for each curve; of two panes both lines in one. */
export class Curves {
  private readonly plots: uPlot[] = [];
  private readonly data: [number[], ...(number | null)[][]][] = [];
  private readonly box = document.createElement("div");
  private readonly scheme = matchMedia("(prefers-color-scheme: dark)");
  private readonly repaint = () => { for (const plot of this.plots) plot.redraw(); };
  private readonly fit = new ResizeObserver(() => { for (const plot of this.plots) if (plot.width !== this.box.clientWidth) plot.setSize({ width: this.box.clientWidth, height: plot.height }); });

  constructor(place: HTMLElement, names: string[], private readonly runs: string[]) {
    place.append(this.box);
    const drawn = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 } };
    for (const name of names.slice(0, 4)) {
      const title = document.createElement("h2");
      title.textContent = name;
      const holder = document.createElement("div");
      holder.setAttribute("role", "img");
      holder.setAttribute("aria-label", `Curve: ${name}`);
      this.box.append(title, holder);
      this.data.push([[], ...runs.map(() => [] as number[])]);
      this.plots.push(new uPlot({
        width: this.box.clientWidth || 300, height: 118, legend: { show: runs.length > 1 }, cursor: { y: false }, scales: { x: { time: false } },
        axes: [{ size: 26, incrs: whole, font: "11px system-ui", ...drawn }, { size: 52, font: "11px system-ui", space: 24, values: (_, ticks) => ticks.map(tick), ...drawn }],
        series: [{ label: "step" }, ...runs.map((run, index) => ({ label: run || name, stroke: colour(inks[index]), width: 2, spanGaps: true, points: { size: 5 } }))],
      }, this.data.at(-1)! as uPlot.AlignedData, holder));
    }
    this.fit.observe(this.box);
    this.scheme.addEventListener("change", this.repaint);
  }

  add(run: number, step: number, values: (number | null)[]) {
    this.plots.forEach((plot, k) => {
      const [steps, ...lines] = this.data[k];
      let at = steps.length;
      while (at > 0 && steps[at - 1] > step) at--;
      // Going back takes back what followed.
      if (run === 0 && at < steps.length && this.runs.length === 1) { steps.length = at; for (const line of lines) line.length = at; }
      if (at === 0 || steps[at - 1] !== step) { steps.splice(at, 0, step); for (const line of lines) line.splice(at, 0, null); at++; }
      lines[run][at - 1] = values[k] ?? null;
      plot.setData(this.data[k] as uPlot.AlignedData);
    });
  }

  close() { this.fit.disconnect(); this.scheme.removeEventListener("change", this.repaint); for (const plot of this.plots) plot.destroy(); this.box.remove(); }
}
