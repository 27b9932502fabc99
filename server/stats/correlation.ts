/** Pearson's correlation; NaN where a column does not vary. */
export function pearson(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const n = left.length;
  let [meanLeft, meanRight, both, squareLeft, squareRight] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const awayLeft = (left[i] ?? 0) - meanLeft;
    const awayRight = (right[i] ?? 0) - meanRight;
    meanLeft += awayLeft / (i + 1);
    meanRight += awayRight / (i + 1);
    both += awayLeft * ((right[i] ?? 0) - meanRight);
    squareLeft += awayLeft * ((left[i] ?? 0) - meanLeft);
    squareRight += awayRight * ((right[i] ?? 0) - meanRight);
  }
  return both / Math.sqrt(squareLeft * squareRight);
}

/** Spearman's rank correlation, ties sharing their mean rank. */
export function spearman(left: ArrayLike<number>, right: ArrayLike<number>): number {
  return pearson(ranks(left), ranks(right));
}

function ranks(values: ArrayLike<number>): Float64Array {
  const at = (i: number) => values[i] ?? 0;
  const order = Int32Array.from({ length: values.length }, (_, i) => i).sort((i, j) => at(i) - at(j));
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && at(order[end] ?? 0) === at(order[start] ?? 0)) end += 1;
    for (let k = start; k < end; k += 1) result[order[k] ?? 0] = (start + end + 1) / 2;
    start = end;
  }
  return result;
}
