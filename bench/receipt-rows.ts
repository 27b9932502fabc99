import { seededRandom } from "@/server/stats/random";

/** NDJSON bodies of lines of receipts: 40 stores, 5,000 products, a customer for every 30 lines, a fifth unknown. */
export function* receiptRows(lines: number, perBody: number): Generator<string> {
  const random = seededRandom(20_261_122);
  const customers = Math.max(1, Math.round(lines / 30));
  const perDay = Math.ceil(lines / 730);
  for (let line = 0; line < lines; ) {
    let body = "";
    for (const end = Math.min(lines, line + perBody); line < end; line++) {
      const product = Math.floor(random() ** 2 * 5000);
      const receipt = Math.floor(line / 3);
      const minutes = String(Math.floor(random() * 60)).padStart(2, "0");
      const day = new Date(Date.UTC(2024, 0, 1) + Math.floor(line / perDay) * 86_400_000).toISOString().slice(0, 10);
      const row = {
        ...{ receipt: `R${receipt}`, line: `R${receipt}-${line % 3}`, at: `${day} 10:${minutes}:00` },
        ...{ store: `S${receipt % 40}`, product: `P${product}`, product_name: `Article ${product}` },
        ...{ quantity: 1, amount: (5 + (product % 97)).toFixed(2) },
        customer: receipt % 5 === 0 ? undefined : `C${(receipt * 7919) % customers}`,
      };
      body += `${JSON.stringify(row)}\n`;
    }
    yield body;
  }
}
