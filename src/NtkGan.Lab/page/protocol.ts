// What the server says and hears; src/NtkGan.Lab/LabJson.cs is the other side.
export interface Choice { label: string; value: string; formula: string }
export interface TourStop { name: string; room: Room; words: string[]; text: string }
export interface Catalog { version: string; data: Choice[]; kernels: Choice[]; losses: Choice[]; gameKernels: Choice[]; files: string[]; tour: TourStop[] }
export interface ImageShape { height: number; width: number; channels: number; black: number; white: number }
export interface Start {
  header: string[]; caption: string; curves: string[]; remarks: string[]; dimension: number; view: [number, number, number, number];
  image: ImageShape | null; targets: string; landscapeLabel: string; pointsDescend: boolean; legend: string; work: number; settings: Record<string, string>;
}
export interface Landscape { columns: number; rows: number; values: string }
export interface Frame { step: number; time: number | null; points: string; velocities: string; landscape: Landscape | null; values: (number | null)[] | null; kept: number; isPlaying: boolean; end: string | null; work: number }
export interface Stopped { error: string; work: number }
export interface Advice { parameter: string; current: number; safe: number | null; regime: string; advised: { value: number; regime: string } | null; worseBelow: { value: number; regime: string } | null; worseAbove: { value: number; regime: string } | null }
export interface Prediction { regime: string | null; basis: string; updates: number; reason: string | null; explanation: string[]; advice: Advice[]; regions: { conditions: { kind: string; margin: number; holds: boolean }[] }[] }
export interface Atlas { width: number[]; regularisation: number[]; regimes: string[]; cells: number[]; atWidth: number; atRegularisation: number }
export type Room = "flow" | "game" | "synthesis";

export function floats(text: string): Float32Array<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

export async function ask<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer as T;
}

/** One stream of events with the session behind it; it lives as long as the page has it open. */
export class Session {
  private id = "";
  private readonly source = new EventSource("events");
  private readonly ready: Promise<void>;

  constructor(onFrame: (frame: Frame) => void, onStopped: (stopped: Stopped) => void, onLost: () => void) {
    this.ready = new Promise(resolve => this.source.addEventListener("session", event => {
      const again = this.id !== "";
      this.id = JSON.parse((event as MessageEvent).data).session;
      resolve();
      if (again) onLost();
    }));
    this.source.addEventListener("frame", event => onFrame(JSON.parse((event as MessageEvent).data)));
    this.source.addEventListener("stopped", event => onStopped(JSON.parse((event as MessageEvent).data)));
  }

  async ask<T>(act: string, body: unknown = {}): Promise<T> {
    await this.ready;
    return ask<T>(`session/${this.id}/${act}`, body);
  }

  close() { this.source.close(); }
}
