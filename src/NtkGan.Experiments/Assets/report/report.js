"use strict";
(() => {
  // Okabe and Ito (2008): told apart by readers with any colour vision.
  const palette = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7f7f7f", "#a09000"];
  const bright = ["#4aa8e8", "#ff7f2a", "#26c295", "#e39cc3", "#8fd0f5", "#f0b429", "#b0b0b0", "#d0bf20"];
  const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
  const charts = JSON.parse(document.getElementById("curves").textContent);
  const plots = [];
  const whole = Array.from({ length: 12 }, (_, k) => [1, 2, 5].map(digit => digit * Math.pow(10, k))).flat(); // there are no parts of steps
  const printed = 310; // two charts side by side on A4 and on letter paper
  const short = v => v == null ? "–" : v === 0 ? "0" : Math.abs(v) >= 1e5 || Math.abs(v) < 1e-3 ? v.toExponential(2) : String(+v.toPrecision(5));

  // As many decimals as the ticks have.
  const ticked = (_, ticks) => {
    const largest = Math.max(...ticks.map(Math.abs)), power = largest > 0 ? Math.floor(Math.log10(largest)) : 0;
    const isLong = largest >= 1e5 || (largest > 0 && largest < 1e-3), unit = isLong ? Math.pow(10, power) : 1;
    let places = 0;
    while (places < 12 && ticks.some(tick => Math.abs(tick / unit - Number((tick / unit).toFixed(places))) > 1e-3 * Math.abs(ticks[1] - ticks[0]) / unit)) places++;
    return ticks.map(tick => tick === 0 ? "0" : (tick / unit).toFixed(places) + (isLong ? "e" + power : ""));
  };
  // Powers of ten, of many decades every so many, of few also twice and five times them.
  const decades = (_, __, low, high) => {
    const from = Math.floor(Math.log10(low) + 1e-9), to = Math.ceil(Math.log10(high) - 1e-9), every = Math.max(1, Math.ceil((to - from) / 6));
    const powers = Array.from({ length: to - from + 1 }, (_, k) => from + k).filter(power => (power - from) % every === 0);
    return powers.flatMap(power => (to - from < 3 ? [1, 2, 5] : [1]).map(digit => digit * Math.pow(10, power))).filter(tick => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
  };

  function draw(place, isPrinted) {
    const chart = charts[+place.dataset.chart];
    const isPaper = isPrinted || matchMedia("print").matches || !matchMedia("(prefers-color-scheme: dark)").matches;
    const ink = isPaper ? "#1b1f24" : "#e6edf3", line = isPaper ? "#d0d7de" : "#3a434d";
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    const data = uPlot.join(chart.curves.map(curve => [curve.steps, curve.values]), chart.curves.map(() => [1, 1]));
    const values = chart.curves.flatMap(curve => curve.values).filter(value => value != null);
    const isFlat = values.every(value => value === values[0]);
    const many = chart.curves.length > 8;
    return new uPlot({
      width: isPrinted ? printed : Math.max(240, place.clientWidth), height: 240, legend: { show: !many, live: true },
      cursor: { sync: { key: "steps" }, drag: { x: true, y: false } },
      scales: { x: { time: false }, y: { distr: chart.log ? 3 : 1, ...(isFlat ? { range: (_, low) => low === 0 ? [0, 1] : [low - 1, low + 1] } : {}) } },
      axes: [{ ...axis, incrs: whole }, { ...axis, size: 72, ...(chart.log ? { splits: decades, filter: (_, ticks) => ticks, values: (_, ticks) => ticks.map(tick => tick >= 1e-3 && tick < 1e5 ? String(+tick.toPrecision(1)) : tick.toExponential(0)) } : { values: ticked }) }],
      series: [{ label: "step", value: (_, v) => v == null ? "–" : String(v) },
        ...chart.curves.map((curve, k) => ({
          label: curve.run, stroke: (isPaper ? palette : bright)[curve.colour % palette.length], width: 1.8, spanGaps: true, points: { show: curve.steps.length < 30 },
          dash: dashes[chart.curves.slice(0, k).filter(other => other.colour === curve.colour).length % dashes.length], value: (_, v) => short(v)
        }))]
    }, data, place);
  }

  function drawAll(isPrinted) {
    plots.splice(0).forEach(plot => plot.destroy());
    document.querySelectorAll(".plot").forEach(place => plots.push(draw(place, isPrinted)));
  }

  drawAll(false);
  let wait = 0;
  addEventListener("resize", () => { cancelAnimationFrame(wait); wait = requestAnimationFrame(() => plots.forEach(plot => plot.setSize({ width: Math.max(240, plot.root.parentElement.clientWidth), height: 240 }))); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll(false));
  addEventListener("beforeprint", () => drawAll(true));
  addEventListener("afterprint", () => drawAll(false));

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
