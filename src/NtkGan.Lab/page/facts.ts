import { Prediction } from "./protocol";

/** What is predicted of a game, with what it rests on, its margins, and what to change. */
export function describe(prediction: Prediction): HTMLElement {
  const facts = document.createElement("div");
  const regime = document.createElement("p");
  regime.className = "regime";
  regime.id = "regime";
  regime.textContent = prediction.regime ? prediction.regime[0].toUpperCase() + prediction.regime.slice(1) : "Cannot tell";
  const basis = document.createElement("p");
  basis.textContent = prediction.basis === "predicted" ? "predicted by the isolated points model" : `${prediction.basis === "observed" ? `observed in ${prediction.updates} updates` : "undecided"}: ${prediction.reason ?? ""}`;
  facts.append(heading("What becomes of it"), regime, basis);
  const conditions = prediction.regions.flatMap((region, index) => region.conditions.map(condition => [`${prediction.regions.length > 1 ? `region ${index + 1}, ` : ""}${condition.kind.replaceAll("_", " ")}`, condition.holds ? "holds" : "fails", condition.margin.toPrecision(3)]));
  if (conditions.length) facts.append(heading("Margins of local stability"), table(["condition", "", "margin"], conditions.slice(0, 8)));
  const advice = prediction.advice.flatMap(one => [
    ...(one.advised ? [`${one.parameter.replaceAll("_", " ")}: ${one.current.toPrecision(3)} to ${one.advised.value}, and it ${one.advised.regime}`] : one.safe !== null && one.safe !== one.current ? [`${one.parameter.replaceAll("_", " ")}: ${one.current.toPrecision(3)} to ${one.safe.toPrecision(3)}, where it ${one.regime} by the linear theory alone`] : []),
    ...(one.worseBelow ? [`${one.parameter.replaceAll("_", " ")} below ${one.worseBelow.value.toPrecision(3)}: it ${one.worseBelow.regime}`] : []),
    ...(one.worseAbove ? [`${one.parameter.replaceAll("_", " ")} above ${one.worseAbove.value.toPrecision(3)}: it ${one.worseAbove.regime}`] : [])]);
  if (advice.length) {
    const list = document.createElement("ul");
    for (const line of advice) list.append(Object.assign(document.createElement("li"), { textContent: line }));
    facts.append(heading("What to change, and how far it is to worse"), list);
  }
  return facts;
}

export function heading(text: string) { return Object.assign(document.createElement("h2"), { textContent: text }); }

function table(head: string[], rows: string[][]) {
  const made = document.createElement("table");
  const line = (cells: string[], tag: "td" | "th") => { const row = made.insertRow(); for (const cell of cells) row.append(Object.assign(document.createElement(tag), { textContent: cell })); };
  line(head, "th");
  for (const row of rows) line(row, "td");
  return made;
}
