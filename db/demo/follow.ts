import { answerTo, complaintAbout, contactAfter, type InteractionRow, letterTo, type SurveyRow } from "./answers";
import { fillBasket } from "./basket";
import type { Receipt, Till } from "./ledger";
import { type Life, live, type Shop } from "./life";
import type { Person } from "./people";
import { Stream } from "./random";
import { refundOf } from "./refunds";
import type { World } from "./world";

/** The rows of everybody so far. */
export interface Gathered {
  readonly ledger: Till;
  readonly answers: SurveyRow[];
  readonly interactions: InteractionRow[];
}

/** A person's receipts: sales take the even numbers, their refunds the odd ones after them. */
const numbersPerPerson = 2048;

function keep<T>(list: T[], row: T | null): void {
  if (row !== null) list.push(row);
}

/** Lives one person's life and writes down every row it leaves behind. */
export function follow(world: World, person: Person, gathered: Gathered): Life {
  const baskets = new Stream(world.options.seed, 6, person.index);
  const words = new Stream(world.options.seed, 7, person.index);
  const shop: Shop = (visit, moods) => {
    const { day, second, store, channel, fulfilment } = visit;
    const number = person.index * numbersPerPerson + 2 * visit.number;
    if (visit.number * 2 + 1 >= numbersPerPerson)
      throw new RangeError(`Customer ${person.index} has too many visits for a receipt number.`);
    const receipt: Receipt = { number, day, second, store, channel, fulfilment, buyer: person.index, refund: false };
    const lines = fillBasket(world, baskets, person, receipt);
    gathered.ledger.add(receipt, lines);
    const refund = refundOf(world, baskets, receipt, lines, number + 1);
    if (refund !== null) gathered.ledger.add(refund.receipt, refund.lines);
    const products = lines.map((line) => line.product);
    keep(gathered.answers, answerTo(world, words, person, { ...visit, products }, moods));
    keep(gathered.interactions, contactAfter(world, words, person, { ...visit, products }));
    return products;
  };
  const life = live(world, person, shop);
  for (const { moment } of life.meetings) {
    const { effect } = moment;
    if (moment.byList) gathered.interactions.push(letterTo(words, person, moment.day));
    const complains = world.options.effects && effect.theme !== null && words.chance(effect.complaining);
    const stillThere = life.leftOn === null || life.leftOn >= moment.day;
    if (complains && stillThere && effect.theme !== null) {
      keep(gathered.interactions, complaintAbout(world, words, person, moment.change, moment.day, effect.theme));
    }
  }
  return life;
}
