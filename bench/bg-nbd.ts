import { drawBgNbd } from "@/server/stats/bg-nbd-draw";
import { fitBgNbd } from "@/server/stats/bg-nbd-fit";
import { seededRandom } from "@/server/stats/random";

const DAYS = 1095;
const TRUTH = { r: 0.6, alpha: 45, a: 0.8, b: 4 };

export interface BgNbdBench {
  name: string;
  seconds: number;
  aimSeconds: number;
  customers: number;
  distinct: number;
  iterations: number;
  parameters: { r: number; alpha: number; a: number; b: number };
}

/** Fits so many customers of up to three years, in whole days; the drawing of the data is not timed. */
export async function benchBgNbd(customers: number): Promise<BgNbdBench> {
  const rows = draw(customers);
  const started = performance.now();
  const fit = fitBgNbd(rows);
  const seconds = (performance.now() - started) / 1000;
  if (fit.kind !== "fit") throw new Error(`The fit found no answer: ${fit.why}.`);
  const { distinct, iterations, parameters } = fit;
  return { name: "bg-nbd fit", seconds, aimSeconds: 3, customers, distinct, iterations, parameters };
}

function draw(customers: number) {
  const random = seededRandom(20_260_901);
  const x = new Float64Array(customers);
  const tx = new Float64Array(customers);
  const T = new Float64Array(customers);
  for (let i = 0; i < customers; i += 1) {
    const age = Math.floor(random() * DAYS) + 1;
    const { days } = drawBgNbd(random, TRUTH, age);
    T[i] = age;
    x[i] = days.length;
    tx[i] = days.at(-1) ?? 0;
  }
  return { x, tx, T };
}
