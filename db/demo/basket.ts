import { isColdMonth, salesDiscount } from "./calendar";
import type { Line, Receipt } from "./ledger";
import type { Person } from "./people";
import type { Stream } from "./random";
import type { World } from "./world";

/** What decides a basket; a passer-by has the same shape as a customer. */
export type Taste = Pick<Person, "families" | "lines" | "taste" | "kind">;

const strongestSeason = 1.8;
const freeDeliveryFrom = 6000;
const shareOnSale = 0.4;
const shareOnSaleOfBargainHunters = 0.85;

function chooseProduct(world: World, stream: Stream, taste: Taste, receipt: Receipt): number {
  const { families, tote, newTote, rows } = world.catalogue;
  const cold = isColdMonth(receipt.day);
  for (;;) {
    const family = families[stream.weighted(taste.families)];
    if (family === undefined) continue;
    if (!stream.chance((cold ? family.cold : 2 - Math.min(family.cold, strongestSeason)) / strongestSeason)) continue;
    const draw = () => family.products[stream.weighted(family.totals)] ?? 0;
    let product = draw();
    if (stream.chance(Math.abs(taste.taste))) {
      const other = draw();
      const dearer = (rows[other]?.priceMinor ?? 0) > (rows[product]?.priceMinor ?? 0);
      if (dearer === taste.taste > 0) product = other;
    }
    if (product === tote || product === newTote) return receipt.day >= world.days.bagReplaced ? newTote : tote;
    if (receipt.channel !== 0 || world.sells(receipt.store, product, receipt.day)) return product;
  }
}

function price(world: World, product: number, day: number): number {
  const row = world.catalogue.rows[product];
  const raised = day >= world.days.linenPrice && row?.categoryPath[1] === "Linge de table";
  return Math.round((row?.priceMinor ?? 0) * (raised ? 1.06 : 1));
}

function discount(stream: Stream, taste: Taste, day: number): number {
  if (stream.chance(taste.kind === "bargains" ? shareOnSaleOfBargainHunters : shareOnSale)) {
    const sale = salesDiscount(day);
    if (sale > 0) return sale;
  }
  return stream.chance(0.06) ? 0.1 : 0;
}

function quantity(world: World, stream: Stream, product: number): number {
  const home = world.catalogue.rows[product]?.categoryPath[0] === "Maison";
  if (home && stream.chance(0.3)) return stream.pick([2, 2, 3, 4, 6]);
  return stream.chance(0.03) ? 2 : 1;
}

/** The lines of one receipt: favourite families, season, sales, now and then a free article; fees last. */
export function fillBasket(world: World, stream: Stream, taste: Taste, receipt: Receipt): Line[] {
  const lines: Line[] = [];
  const count = 1 + stream.poisson(taste.lines);
  for (let i = 0; i < count; i++) {
    const product = chooseProduct(world, stream, taste, receipt);
    const pieces = quantity(world, stream, product);
    const unit = price(world, product, receipt.day) * (1 - discount(stream, taste, receipt.day));
    lines.push({ product, quantity: pieces, amountMinor: stream.chance(0.003) ? 0 : Math.round(unit * pieces) });
  }
  const sum = lines.reduce((total, line) => total + line.amountMinor, 0);
  if (receipt.fulfilment === 1 && sum < freeDeliveryFrom) {
    const amountMinor = receipt.day >= world.days.deliveryFee ? 590 : 490;
    lines.push({ product: world.catalogue.deliveryFee, quantity: 1, amountMinor });
  }
  if (taste.kind === "gifts" && stream.chance(0.12))
    lines.push({ product: world.catalogue.giftWrap, quantity: 1, amountMinor: 200 });
  return lines;
}
