/** Rows of whole numbers in one typed array that doubles as it fills: a few bytes a row, however many there are. */
export class Table {
  private cells = new Int32Array(1 << 12);
  private used = 0;

  constructor(private readonly width: number) {}

  get length(): number {
    return this.used / this.width;
  }

  add(...row: number[]): void {
    if (this.used + this.width > this.cells.length) {
      const wider = new Int32Array(this.cells.length * 2);
      wider.set(this.cells);
      this.cells = wider;
    }
    for (let column = 0; column < this.width; column++) this.cells[this.used + column] = row[column] ?? 0;
    this.used += this.width;
  }

  at(row: number, column: number): number {
    return this.cells[row * this.width + column] ?? 0;
  }
}
