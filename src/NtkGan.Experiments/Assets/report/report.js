"use strict";
(() => {
  // Okabe and Ito (2008): told apart by readers with any colour vision.
  const palette = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7f7f7f", "#a09000"];
  const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
  const charts = JSON.parse(document.getElementById("curves").textContent);
  const plots = [];
  const short = v => v == null ? "–" : v === 0 ? "0" : Math.abs(v) >= 1e5 || Math.abs(v) < 1e-3 ? v.toExponential(2) : String(+v.toPrecision(5));

  function draw(place) {
    const chart = charts[+place.dataset.chart];
    const isPaper = matchMedia("print").matches || !matchMedia("(prefers-color-scheme: dark)").matches;
    const ink = isPaper ? "#1b1f24" : "#e6edf3", line = isPaper ? "#d0d7de" : "#3a434d";
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    const data = uPlot.join(chart.curves.map(curve => [curve.steps, curve.values]), chart.curves.map(() => [1, 1]));
    const values = chart.curves.flatMap(curve => curve.values).filter(value => value != null);
    const isFlat = values.every(value => value === values[0]);
    const many = chart.curves.length > 8;
    return new uPlot({
      width: Math.max(240, place.clientWidth), height: 240, legend: { show: !many, live: true },
      cursor: { sync: { key: "steps" }, drag: { x: true, y: false } },
      scales: { x: { time: false }, y: { distr: chart.log ? 3 : 1, ...(isFlat ? { range: (_, low) => [low - 1, low + 1] } : {}) } },
      axes: [axis, { ...axis, size: 72, values: (_, ticks) => ticks.map(tick => tick == null ? "" : short(tick)) }],
      series: [{ label: "step", value: (_, v) => v == null ? "–" : String(v) },
        ...chart.curves.map((curve, k) => ({
          label: curve.run, stroke: palette[curve.colour % palette.length], width: 1.8, spanGaps: true, points: { show: curve.steps.length < 30 },
          dash: dashes[chart.curves.slice(0, k).filter(other => other.colour === curve.colour).length % dashes.length], value: (_, v) => short(v)
        }))]
    }, data, place);
  }

  function drawAll() {
    plots.splice(0).forEach(plot => plot.destroy());
    document.querySelectorAll(".plot").forEach(place => plots.push(draw(place)));
  }

  drawAll();
  let wait = 0;
  addEventListener("resize", () => { cancelAnimationFrame(wait); wait = requestAnimationFrame(() => plots.forEach(plot => plot.setSize({ width: Math.max(240, plot.root.parentElement.clientWidth), height: 240 }))); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  addEventListener("beforeprint", drawAll);
  addEventListener("afterprint", drawAll);

  const slider = document.getElementById("step");
  if (!slider) return;
  const films = [...document.querySelectorAll(".film")].map(film => [...film.querySelectorAll(".frame")]);
  const steps = [...new Set(films.flat().map(frame => +frame.dataset.step))].sort((a, b) => a - b);
  const shown = document.getElementById("shown"), play = document.getElementById("play");
  function show(k) {
    slider.value = k;
    slider.setAttribute("aria-valuetext", "step " + steps[k]);
    shown.textContent = "step " + steps[k];
    for (const frames of films) {
      const now = frames.filter(frame => +frame.dataset.step <= steps[k]).pop() || frames[0];
      frames.forEach(frame => frame.classList.toggle("now", frame === now));
    }
  }
  let timer = 0;
  function stop() { clearInterval(timer); timer = 0; play.textContent = "Play"; }
  slider.max = steps.length - 1;
  slider.addEventListener("input", () => { stop(); show(+slider.value); });
  play.addEventListener("click", () => {
    if (timer) return stop();
    play.textContent = "Pause";
    if (+slider.value === steps.length - 1) show(0);
    timer = setInterval(() => +slider.value < steps.length - 1 ? show(+slider.value + 1) : stop(), 300);
  });
  document.body.classList.add("scripted");
  document.querySelector(".control").hidden = steps.length < 2;
  if (steps.length) show(steps.length - 1);
})();
