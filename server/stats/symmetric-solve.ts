/** Cholesky factor (lower, row by row) of a symmetric matrix, or null where it is not positive definite. Small n only. */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] | null {
  const factor: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const current: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      const above = j === i ? current : (factor[j] ?? []);
      let sum = row[j] ?? Number.NaN;
      for (let k = 0; k < j; k += 1) sum -= (current[k] ?? 0) * (above[k] ?? 0);
      if (j < i) current.push(sum / (above[j] ?? Number.NaN));
      else if (sum > 0) current.push(Math.sqrt(sum));
      else return null;
    }
    factor.push(current);
  }
  return factor;
}

/** Solves A v = right, given the Cholesky factor of A. */
export function solveWithFactor(factor: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = factor.length;
  const v = [...right];
  const at = (i: number, j: number) => factor[i]?.[j] ?? 0;
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) v[i] = (v[i] ?? 0) - at(i, k) * (v[k] ?? 0);
    v[i] = (v[i] ?? 0) / at(i, i);
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) v[i] = (v[i] ?? 0) - at(k, i) * (v[k] ?? 0);
    v[i] = (v[i] ?? 0) / at(i, i);
  }
  return v;
}

/** Inverse of a symmetric positive definite matrix, or null. */
export function invert(matrix: readonly (readonly number[])[]): number[][] | null {
  const factor = cholesky(matrix);
  if (factor === null) return null;
  return matrix.map((_, column) =>
    solveWithFactor(
      factor,
      matrix.map((_row, i) => (i === column ? 1 : 0)),
    ),
  );
}
