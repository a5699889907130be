import uPlot from "uplot";

const inks = ["#0b5cad", "#b80d80"];

/** One small plot for each curve; of two panes both lines in one. */
export class Curves {
  private readonly plots: uPlot[] = [];
  private readonly data: [number[], ...(number | null)[][]][] = [];
  private readonly box = document.createElement("div");

  constructor(place: HTMLElement, names: string[], private readonly runs: string[]) {
    place.append(this.box);
    for (const name of names.slice(0, 4)) {
      const title = document.createElement("h2");
      title.textContent = name;
      const holder = document.createElement("div");
      holder.setAttribute("role", "img");
      holder.setAttribute("aria-label", `Curve: ${name}`);
      this.box.append(title, holder);
      this.data.push([[], ...runs.map(() => [] as number[])]);
      this.plots.push(new uPlot({
        width: 300, height: 118, legend: { show: runs.length > 1 }, cursor: { y: false }, scales: { x: { time: false } },
        axes: [{ size: 26, font: "11px system-ui" }, { size: 52, font: "11px system-ui", values: (_, ticks) => ticks.map(tick => Number(tick.toPrecision(3)).toString()) }],
        series: [{ label: "step" }, ...runs.map((run, index) => ({ label: run || name, stroke: inks[index], width: 2, spanGaps: true, points: { show: false } }))],
      }, this.data.at(-1)! as uPlot.AlignedData, holder));
    }
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

  close() { for (const plot of this.plots) plot.destroy(); this.box.remove(); }
}
