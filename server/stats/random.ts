/** A stream of uniform numbers in [0, 1). Every random step of Triptych takes one, made from a seed kept with the result. */
export type Random = () => number;

/**
 * xoshiro128** 1.1 of Blackman & Vigna (public domain, https://prng.di.unimi.it/xoshiro128starstar.c), state filled by
 * SplitMix32 from the seed; two outputs make one double of 53 bits. Equal seeds give equal streams on every machine.
 */
export function seededRandom(seed: number): Random {
  const next = splitMix(seed);
  let [a, b, c, d] = [next(), next(), next(), next() | 1];
  const word = (): number => {
    const scaled = Math.imul(b, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
}

function splitMix(seed: number): () => number {
  let state = (Math.floor(seed) ^ Math.floor(seed / 4294967296)) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
}

/** Exponential with mean 1. */
export function exponential(random: Random): number {
  return -Math.log(1 - random());
}

/** Standard normal, Marsaglia's polar method (one of the pair is dropped, so that the stream stays stateless). */
export function normal(random: Random): number {
  for (;;) {
    const u = 2 * random() - 1;
    const v = 2 * random() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

/** Gamma with this shape and rate 1. Source: Marsaglia & Tsang 2000; shape under 1 by the power of a uniform. */
export function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normal(random);
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Beta(a, b) from two gammas. */
export function beta(random: Random, a: number, b: number): number {
  const left = gamma(random, a);
  const right = gamma(random, b);
  return left + right > 0 ? left / (left + right) : random() < a / (a + b) ? 1 : 0;
}

/** Poisson of any mean: product of uniforms under 30, halved through the waiting time above (Ahrens & Dieter 1974). */
export function poisson(random: Random, mean: number): number {
  if (mean > 30) {
    const half = Math.floor(mean / 2);
    const waited = gamma(random, half);
    return waited > mean ? binomial(random, half - 1, mean / waited) : half + poisson(random, mean - waited);
  }
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count += 1;
  }
  return count;
}

function binomial(random: Random, trials: number, p: number): number {
  let count = 0;
  for (let i = 0; i < trials; i += 1) if (random() < p) count += 1;
  return count;
}

/** Fisher-Yates, in place. */
export function shuffle(random: Random, order: Int32Array): Int32Array {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
  return order;
}
