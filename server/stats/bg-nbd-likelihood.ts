import { digamma } from "@/server/stats/digamma";
import type { DistinctTriples } from "@/server/stats/distinct-triples";
import { logGamma } from "@/server/stats/log-gamma";
import type { Evaluation } from "@/server/stats/maximise";
import { trigamma } from "@/server/stats/trigamma";

/**
 * The BG/NBD log-likelihood of (r, alpha, a, b) with its exact gradient and Hessian.
 * Source: Fader, Hardie & Lee 2005, equation 6, with ln(A3 + A4) = -(r + x) ln(alpha + T) + ln(1 + e^z),
 * z = ln a - ln(b + x - 1) + (r + x) ln((alpha + T)/(alpha + tx)), so that P(alive) = 1/(1 + e^z) and nothing overflows.
 * Numerics: Gamma functions once per distinct x, logarithms once per distinct T and tx; a triple costs one exp and one log1p.
 */
export function bgNbdLikelihood(data: DistinctTriples): (parameters: number[]) => Evaluation {
  return ([r = 1, alpha = 1, a = 1, b = 1]) => {
    const sums = new Float64Array(15);
    addCounts(sums, data, r, alpha, a, b);
    addAges(sums, data, r, alpha);
    addTriples(sums, data, r, alpha, a, b);
    const [value = 0, gr = 0, gl = 0, ga = 0, gb = 0, rr = 0, rl = 0, ra = 0, rb = 0] = sums;
    const [ll = 0, la = 0, lb = 0, aa = 0, ab = 0, bb = 0] = sums.subarray(9);
    const hessian = [
      [rr, rl, ra, rb],
      [rl, ll, la, lb],
      [ra, la, aa, ab],
      [rb, lb, ab, bb],
    ];
    return { value, gradient: [gr, gl, ga, gb], hessian };
  };
}

/** Positions in the running sums: value, four slopes, ten curvatures (l stands for alpha). */
const at = {
  value: 0,
  r: 1,
  l: 2,
  a: 3,
  b: 4,
  rr: 5,
  rl: 6,
  ra: 7,
  rb: 8,
  ll: 9,
  la: 10,
  lb: 11,
  aa: 12,
  ab: 13,
  bb: 14,
};

function add(sums: Float64Array, position: number, amount: number): void {
  sums[position] = (sums[position] ?? 0) + amount;
}

/** ln Gamma(r + x) - ln Gamma(r) + r ln alpha + ln B(a, b + x) - ln B(a, b). */
function addCounts(sums: Float64Array, data: DistinctTriples, r: number, alpha: number, a: number, b: number): void {
  const zero = { value: logGamma(r) - logGamma(a + b) + logGamma(b), r: digamma(r), ab: digamma(a + b), b: digamma(b) };
  const curve = { r: trigamma(r), ab: trigamma(a + b), b: trigamma(b) };
  const n = data.customers;
  add(sums, at.value, n * r * Math.log(alpha));
  add(sums, at.r, n * Math.log(alpha));
  add(sums, at.l, (n * r) / alpha);
  add(sums, at.rl, n / alpha);
  add(sums, at.ll, (-n * r) / (alpha * alpha));
  data.xWeight.forEach((w, x) => {
    if (w === 0 || x === 0) return;
    const both = zero.ab - digamma(a + b + x);
    const bend = curve.ab - trigamma(a + b + x);
    add(sums, at.value, w * (logGamma(r + x) + logGamma(b + x) - logGamma(a + b + x) - zero.value));
    add(sums, at.r, w * (digamma(r + x) - zero.r));
    add(sums, at.rr, w * (trigamma(r + x) - curve.r));
    add(sums, at.a, w * both);
    add(sums, at.b, w * (both + digamma(b + x) - zero.b));
    add(sums, at.aa, w * bend);
    add(sums, at.ab, w * bend);
    add(sums, at.bb, w * (bend + trigamma(b + x) - curve.b));
  });
}

/** -(r + x) ln(alpha + T). */
function addAges(sums: Float64Array, data: DistinctTriples, r: number, alpha: number): void {
  data.ages.forEach((age, i) => {
    const w = data.ageWeight[i] ?? 0;
    const exponent = r * w + (data.ageOccasions[i] ?? 0);
    const inverse = 1 / (alpha + age);
    const log = Math.log(alpha + age);
    add(sums, at.value, -exponent * log);
    add(sums, at.r, -w * log);
    add(sums, at.l, -exponent * inverse);
    add(sums, at.rl, -w * inverse);
    add(sums, at.ll, exponent * inverse * inverse);
  });
}

/** ln(1 + e^z) over the triples with x >= 1; the hot loop keeps its sums in locals. */
function addTriples(sums: Float64Array, data: DistinctTriples, r: number, alpha: number, a: number, b: number): void {
  const { x: repeats, ageOf, recencyOf, weight } = data;
  const logAge = data.ages.map((age) => Math.log(alpha + age));
  const inverseAge = data.ages.map((age) => 1 / (alpha + age));
  const logRecency = data.recencies.map((recency) => Math.log(alpha + recency));
  const inverseRecency = data.recencies.map((recency) => 1 / (alpha + recency));
  const logOdds = data.xWeight.map((_, x) => (x === 0 ? 0 : Math.log(a / (b + x - 1))));
  let value = 0;
  let [sr, sl, sa, sb] = [0, 0, 0, 0];
  let [rr, rl, ra, rb, ll, la, lb, aa, ab, bb] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < repeats.length; i += 1) {
    const x = repeats[i] ?? 0;
    const age = ageOf[i] ?? 0;
    const recency = recencyOf[i] ?? 0;
    const w = weight[i] ?? 0;
    const k = r + x;
    const zr = (logAge[age] ?? 0) - (logRecency[recency] ?? 0);
    const z = (logOdds[x] ?? 0) + k * zr;
    const e = Math.exp(z > 0 ? -z : z);
    const gone = z > 0 ? 1 / (1 + e) : e / (1 + e);
    const s = w * gone;
    const v = s * (1 - gone);
    const u = inverseAge[age] ?? 0;
    const q = inverseRecency[recency] ?? 0;
    const zl = k * (u - q);
    const zb = -1 / (b + x - 1);
    value += w * (Math.log1p(e) + Math.max(z, 0));
    sr += s * zr;
    sl += s * zl;
    sa += s;
    sb += s * zb;
    rr += v * zr * zr;
    rl += v * zr * zl + s * (u - q);
    ra += v * zr;
    rb += v * zr * zb;
    ll += v * zl * zl + s * k * (q * q - u * u);
    la += v * zl;
    lb += v * zl * zb;
    aa += v - s;
    ab += v * zb;
    bb += (v + s) * zb * zb;
  }
  const parts = [value, sr, sl, sa / a, sb, rr, rl, ra / a, rb, ll, la / a, lb, aa / (a * a), ab / a, bb];
  parts.forEach((part, position) => {
    add(sums, position, part);
  });
}
