import { Frame, Session, Start, Stopped, floats } from "./protocol";

const colours = { particle: "#b80d80", target: "#b35c00", ink: "#1d2329", soft: "#56616d" };

/** A canvas with what it plays. */
export class Pane {
  readonly element = document.createElement("figure");
  readonly canvas = document.createElement("canvas");
  readonly session: Session;
  start: Start | null = null;
  frame: Frame | null = null;
  showsColours = true;
  showsArrows = true;
  /** Points that are drawn by hand, in the units of the data; null where nobody draws. */
  drawing: [number, number][] | null = null;
  onDrawn: () => void = () => { };
  onPlaced: (point: number, place: number[]) => Promise<unknown> = async () => { };
  private readonly onFrame: () => void;
  private readonly onStopped: (sentence: string) => void;
  private readonly caption = document.createElement("figcaption");
  private points = new Float32Array();
  private velocities = new Float32Array();
  private targets = new Float32Array();
  private heat: ImageBitmap | null = null;
  private curve: Float32Array | null = null;
  private range: [number, number] = [0, 1];
  private paths: Float32Array[] = [];
  private top = 0;
  private early: (Frame | Stopped)[] = [];
  private held = -1;
  private turn = 0;
  private chosen = -1;
  private isAsked = false;

  constructor(name: string, onFrame: (pane: Pane) => void, onStopped: (sentence: string) => void, onLost: () => void) {
    this.canvas.width = this.canvas.height = 900;
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", name);
    this.element.append(this.canvas, this.caption);
    this.session = new Session(frame => void this.hear(frame), stopped => void this.hear(stopped), onLost);
    this.onFrame = () => onFrame(this);
    this.onStopped = onStopped;
    this.canvas.addEventListener("pointerdown", event => this.press(event));
    this.canvas.addEventListener("pointermove", event => this.move(event));
    this.canvas.addEventListener("pointerup", event => this.release(event));
    this.canvas.addEventListener("keydown", event => this.key(event));
  }

  async open(words: string[]) {
    const turn = ++this.turn; // requests may overtake each other
    const start = await this.session.ask<Start>("open", { words, turn });
    if (turn !== this.turn) throw new Error("Something else was opened meanwhile.");
    this.start = start;
    this.targets = floats(start.targets);
    [this.frame, this.heat, this.curve, this.paths, this.top, this.chosen] = [null, null, null, [], 0, -1];
    this.caption.textContent = start.image ? start.caption : `${start.landscapeLabel}. ${start.caption}`;
    return start;
  }

  /** Asks something of what is played, and of nothing else. */
  act<T>(name: string, body?: unknown) { return this.session.ask<T>(`${this.start?.work ?? 0}/${name}`, body); }

  /** Shows what came before the answer to open, if anything did. */
  async catchUp() {
    const early = this.early.filter(message => message.work === this.start?.work);
    this.early = [];
    for (const message of early) await this.hear(message);
  }

  close() { this.session.close(); this.element.remove(); }

  /** A moment may come before the answer that says what it is of, or after the page plays something else. */
  private async hear(message: Frame | Stopped) {
    if (message.work !== this.start?.work) { this.early = [...this.early.filter(other => other.work === message.work), message]; return; }
    if ("error" in message) return this.onStopped(message.error);
    await this.take(message);
    if (this.frame === message) this.onFrame();
  }

  private async take(frame: Frame) {
    this.frame = frame;
    this.points = floats(frame.points);
    this.velocities = floats(frame.velocities);
    if (frame.landscape) await this.takeLandscape(frame.landscape.columns, frame.landscape.rows, floats(frame.landscape.values));
    if (this.start!.dimension === 1) {
      this.paths.push(this.points);
      if (this.paths.length > 800) this.paths = this.paths.filter((_, index) => index % 2 === 0);
    }
    if (this.top === 0) this.top = this.speed();
    this.draw();
  }

  private speed() {
    let top = 0;
    const d = this.start!.dimension;
    for (let i = 0; i < this.velocities.length; i += d) top = Math.max(top, Math.hypot(...this.velocities.subarray(i, i + d)));
    return top;
  }

  private async takeLandscape(columns: number, rows: number, values: Float32Array) {
    const finite = values.filter(Number.isFinite);
    let [low, high] = [Infinity, -Infinity];
    for (const value of finite) { low = Math.min(low, value); high = Math.max(high, value); }
    this.range = [low, high];
    if (rows === 1) { this.curve = values; return; }
    const image = new ImageData(columns, rows);
    for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) {
      const share = high > low ? (values[row * columns + column] - low) / (high - low) : 0.5;
      image.data.set(palette(this.start!.pointsDescend ? 1 - share : share), 4 * ((rows - 1 - row) * columns + column));
    }
    this.heat = await createImageBitmap(image);
  }

  /** Draws when the window shows its next picture: of moments that come faster only the last is drawn, so that a slow window does not lag behind. */
  draw() {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => { this.isAsked = false; this.paint(); });
  }

  private paint() {
    const context = this.canvas.getContext("2d")!;
    const size = this.canvas.width;
    context.clearRect(0, 0, size, size);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, size, size);
    if (this.drawing) return this.drawSketch(context);
    if (!this.start || !this.frame) return;
    if (this.start.image) this.drawImages(context);
    else if (this.start.dimension === 1) this.drawLine(context);
    else this.drawPlane(context);
    this.canvas.setAttribute("aria-description", `Step ${this.frame.step}, ${this.points.length / this.start.dimension} ${this.start.legend}. ${this.chosen >= 0 ? `Point ${this.chosen + 1} is chosen: arrow keys move it.` : "N chooses a point, arrow keys then move it."}`);
  }

  private x(value: number) { const [from, to] = this.view(); return (value - from) / (to - from) * this.canvas.width; }
  private y(value: number) { const [, , from, to] = this.view(); return (1 - (value - from) / (to - from)) * this.canvas.height; }
  private view(): [number, number, number, number] { return this.drawing ? [-8, 8, -8, 8] : this.start!.view; }

  private drawPlane(context: CanvasRenderingContext2D) {
    if (this.showsColours && this.heat) { context.imageSmoothingEnabled = true; context.drawImage(this.heat, 0, 0, this.canvas.width, this.canvas.height); }
    this.drawTargets(context, (i) => [this.x(this.targets[2 * i]), this.y(this.targets[2 * i + 1])], this.targets.length / 2);
    const unit = 55 / (this.top || 1);
    for (let i = 0; i < this.points.length / 2; i++) {
      const [px, py] = [this.x(this.points[2 * i]), this.y(this.points[2 * i + 1])];
      if (this.showsArrows) arrow(context, px, py, this.velocities[2 * i] * unit, -this.velocities[2 * i + 1] * unit);
      dot(context, px, py, this.points.length > 400 ? 4.5 : 7, i === this.chosen);
    }
  }

  private drawTargets(context: CanvasRenderingContext2D, place: (i: number) => [number, number], count: number) {
    context.lineWidth = 2.4;
    context.strokeStyle = colours.target;
    context.fillStyle = "rgba(255,255,255,.65)";
    const r = count > 100 ? 5 : 10;
    for (let i = 0; i < count; i++) {
      const [px, py] = place(i);
      context.beginPath();
      context.rect(px - r, py - r, 2 * r, 2 * r);
      context.fill();
      context.stroke();
    }
  }

  private drawLine(context: CanvasRenderingContext2D) {
    const [size, middle] = [this.canvas.width, this.canvas.height * 0.5];
    const [low, high] = this.range;
    const level = (value: number) => middle - 60 - (high > low ? (value - low) / (high - low) : 0.5) * (middle - 110);
    context.font = "26px system-ui, sans-serif";
    context.fillStyle = colours.soft;
    context.fillText(this.start!.landscapeLabel, 12, 30);
    context.strokeStyle = "#cfd6dd";
    context.lineWidth = 2;
    context.strokeRect(0, 0, size, middle);
    if (this.curve && this.showsColours) {
      context.beginPath();
      this.curve.forEach((value, i) => context.lineTo((i + 0.5) / this.curve!.length * size, level(value)));
      context.strokeStyle = "#0b5cad";
      context.lineWidth = 4;
      context.stroke();
    }
    for (const target of this.targets) {
      context.fillStyle = "rgba(240,163,10,.28)";
      context.fillRect(this.x(target) - 5, middle, 10, middle);
    }
    this.drawTargets(context, i => [this.x(this.targets[i]), middle - 30], this.targets.length);
    const unit = 90 / (this.top || 1);
    for (let i = 0; i < this.points.length; i++) {
      const px = this.x(this.points[i]);
      if (this.showsArrows) arrow(context, px, middle - 30, this.velocities[i] * unit, 0);
      context.beginPath();
      this.paths.forEach((path, step) => context.lineTo(this.x(path[i]), middle + 40 + step / Math.max(60, this.paths.length - 1) * (middle - 60)));
      context.strokeStyle = colours.particle;
      context.lineWidth = 2.5;
      context.stroke();
      dot(context, px, middle - 30, 8, i === this.chosen);
    }
    context.lineWidth = 8;
    context.strokeStyle = "#fff";
    context.strokeText("paths, step after step", 12, middle + 32);
    context.fillStyle = colours.soft;
    context.fillText("paths, step after step", 12, middle + 32);
  }

  private drawImages(context: CanvasRenderingContext2D) {
    const { height, width, channels, black, white } = this.start!.image!;
    const length = height * width * channels;
    const count = Math.min(this.points.length / length, 64);
    const across = Math.ceil(Math.sqrt(count));
    const tile = this.canvas.width / across;
    const scratch = new OffscreenCanvas(width, height);
    const brush = scratch.getContext("2d")!;
    context.imageSmoothingEnabled = false;
    for (let n = 0; n < count; n++) {
      const image = brush.createImageData(width, height);
      for (let i = 0; i < height * width; i++) {
        for (let c = 0; c < 3; c++) image.data[4 * i + c] = 255 * (this.points[n * length + i * channels + (channels === 3 ? c : 0)] - black) / (white - black);
        image.data[4 * i + 3] = 255;
      }
      brush.putImageData(image, 0, 0);
      context.drawImage(scratch, (n % across) * tile + 2, Math.floor(n / across) * tile + 2, tile - 4, tile - 4);
    }
  }

  private drawSketch(context: CanvasRenderingContext2D) {
    context.fillStyle = colours.soft;
    context.font = "26px system-ui, sans-serif";
    context.fillText("Draw the data here: press and move. Then press Start.", 20, 40);
    context.strokeStyle = colours.target;
    context.lineWidth = 2.4;
    for (const [px, py] of this.drawing!) context.strokeRect(this.x(px) - 5, this.y(py) - 5, 10, 10);
  }

  private place(event: PointerEvent): [number, number] {
    const box = this.canvas.getBoundingClientRect();
    const [x0, x1, y0, y1] = this.view();
    return [x0 + (event.clientX - box.left) / box.width * (x1 - x0), y1 - (event.clientY - box.top) / box.height * (y1 - y0)];
  }

  private press(event: PointerEvent) {
    this.canvas.setPointerCapture(event.pointerId);
    if (this.drawing) { this.held = 0; this.sketch(event); return; }
    if (!this.start || this.start.image || !this.frame) return;
    const box = this.canvas.getBoundingClientRect();
    const [px, py] = [(event.clientX - box.left) / box.width * this.canvas.width, (event.clientY - box.top) / box.height * this.canvas.height];
    let least = 26;
    for (let i = 0; i < this.points.length / this.start.dimension; i++) {
      const distance = this.start.dimension === 1 ? Math.hypot(this.x(this.points[i]) - px, this.canvas.height / 2 - 30 - py) : Math.hypot(this.x(this.points[2 * i]) - px, this.y(this.points[2 * i + 1]) - py);
      if (distance < least) [least, this.held] = [distance, i];
    }
  }

  private move(event: PointerEvent) {
    if (this.held < 0) return;
    if (this.drawing) { this.sketch(event); return; }
    const place = this.place(event);
    this.points.set(this.start!.dimension === 1 ? place.slice(0, 1) : place, this.held * this.start!.dimension);
    this.draw();
  }

  private release(event: PointerEvent) {
    if (this.held >= 0 && !this.drawing) {
      const place = this.place(event);
      void this.onPlaced(this.held, this.start!.dimension === 1 ? place.slice(0, 1) : place);
    }
    if (this.drawing) this.onDrawn();
    this.held = -1;
  }

  private sketch(event: PointerEvent) {
    const place = this.place(event).map(value => Math.round(value * 1000) / 1000) as [number, number];
    const last = this.drawing!.at(-1);
    if (this.drawing!.length >= 400 || (last && Math.hypot(last[0] - place[0], last[1] - place[1]) < 0.12)) return;
    this.drawing!.push(place);
    this.draw();
  }

  private key(event: KeyboardEvent) {
    if (!this.start || !this.frame || this.start.image || this.drawing) return;
    const d = this.start.dimension;
    const count = this.points.length / d;
    if (event.key === "n" || event.key === "N") this.chosen = (this.chosen + 1) % count;
    else if (event.key === "Escape") this.chosen = -1;
    else if (this.chosen >= 0 && event.key.startsWith("Arrow")) {
      const [x0, x1] = this.start.view;
      const far = (x1 - x0) / 40;
      const place = [...this.points.subarray(this.chosen * d, this.chosen * d + d)];
      if (event.key === "ArrowLeft") place[0] -= far;
      if (event.key === "ArrowRight") place[0] += far;
      if (d > 1 && event.key === "ArrowUp") place[1] += far;
      if (d > 1 && event.key === "ArrowDown") place[1] -= far;
      void this.onPlaced(this.chosen, place);
    } else return;
    event.preventDefault();
    event.stopPropagation();
    this.draw();
  }
}

function dot(context: CanvasRenderingContext2D, x: number, y: number, r: number, isChosen: boolean) {
  context.beginPath();
  context.arc(x, y, isChosen ? 2 * r : r, 0, 7);
  context.fillStyle = isChosen ? "#f0a30a" : colours.particle;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = "#fff";
  context.stroke();
}

function arrow(context: CanvasRenderingContext2D, x: number, y: number, dx: number, dy: number) {
  const length = Math.hypot(dx, dy);
  if (!(length > 4)) return;
  const most = Math.min(1, 110 / length);
  const [tx, ty] = [x + dx * most, y + dy * most];
  const [ux, uy] = [dx / length * 8, dy / length * 8];
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(tx, ty);
  context.moveTo(tx - ux - uy / 2, ty - uy + ux / 2);
  context.lineTo(tx, ty);
  context.lineTo(tx - ux + uy / 2, ty - uy - ux / 2);
  context.strokeStyle = "rgba(29,35,41,.75)";
  context.lineWidth = 2;
  context.stroke();
}

// Light from blue over white to green: dark marks stay readable on it, and points go towards the green.
function palette(share: number): [number, number, number, number] {
  const [from, to, part] = share < 0.5 ? [[132, 166, 210], [250, 250, 247], 2 * share] : [[250, 250, 247], [126, 196, 150], 2 * share - 1];
  return [0, 1, 2].map(c => from[c] + (to[c] - from[c]) * part).concat(255) as [number, number, number, number];
}
