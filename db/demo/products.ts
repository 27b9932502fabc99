import { runningTotals, Stream } from "./random";

/** A row of the products file: one article, or a fee (`merchandise` false: money only, no occasion). */
export interface ProductRow {
  readonly externalId: string;
  readonly name: string;
  readonly categoryPath: readonly string[];
  readonly merchandise: boolean;
  readonly successorExternalId?: string;
  readonly priceMinor: number;
}

export interface Family {
  readonly path: readonly [string, string];
  readonly cold: number;
  readonly products: readonly number[];
  readonly totals: readonly number[];
}

export interface Catalogue {
  readonly rows: readonly ProductRow[];
  readonly families: readonly Family[];
  readonly tote: number;
  readonly newTote: number;
  readonly deliveryFee: number;
  readonly giftWrap: number;
}

type Sketch = readonly [department: string, family: string, low: number, high: number, cold: number, nouns: string];

/** `cold`: how much better the family sells from October to March than in summer. */
const sketches: readonly Sketch[] = [
  ["Femme", "Maille", 59, 149, 1.5, "Pull col rond|Pull col V|Cardigan|Gilet long|Pull torsadé"],
  ["Femme", "Robes", 69, 189, 0.8, "Robe chemise|Robe longue|Robe portefeuille|Robe en lin|Robe trapèze"],
  [
    "Femme",
    "Chemises et blouses",
    45,
    110,
    0.95,
    "Chemise popeline|Blouse fleurie|Chemise en lin|Blouse col lavallière",
  ],
  ["Femme", "Pantalons et jupes", 55, 130, 1, "Pantalon large|Jupe plissée|Jean droit|Pantalon cigarette"],
  ["Femme", "Manteaux", 149, 320, 1.7, "Manteau droit|Caban|Trench|Veste matelassée"],
  ["Homme", "Maille", 65, 149, 1.5, "Pull col rond|Pull camionneur|Cardigan|Gilet sans manches"],
  ["Homme", "Chemises", 55, 110, 1, "Chemise oxford|Chemise rayée|Chemise en lin|Chemise flanelle"],
  ["Homme", "Pantalons", 65, 130, 1, "Chino|Jean droit|Pantalon flanelle|Bermuda"],
  ["Homme", "Vestes", 129, 290, 1.4, "Veste de travail|Caban|Parka|Blazer"],
  ["Enfant", "Bébé", 15, 55, 1, "Body|Combinaison|Brassière|Bonnet"],
  ["Enfant", "Fille", 19, 69, 1, "Robe|T-shirt|Legging|Gilet"],
  ["Enfant", "Garçon", 19, 69, 1, "Polo|T-shirt|Pantalon|Sweat"],
  ["Maison", "Linge de lit", 39, 189, 1.1, "Housse de couette|Drap housse|Taie d'oreiller|Parure"],
  ["Maison", "Linge de table", 12, 89, 1, "Nappe|Serviettes|Chemin de table|Torchon"],
  ["Maison", "Bain", 12, 59, 1, "Drap de bain|Peignoir|Tapis de bain|Gant"],
  ["Maison", "Bougies et parfums", 14, 49, 1.2, "Bougie|Diffuseur|Brume d'oreiller|Savon"],
  ["Maison", "Vaisselle", 8, 69, 1, "Assiette|Bol|Théière|Carafe|Saladier"],
  ["Accessoires", "Sacs", 49, 220, 1, "Cabas|Sac bandoulière|Pochette|Sac week-end"],
  ["Accessoires", "Écharpes et gants", 25, 89, 1.8, "Écharpe|Étole|Gants|Bonnet"],
  ["Accessoires", "Bijoux", 19, 95, 1, "Boucles d'oreilles|Collier|Bracelet|Bague"],
];

const tones = [
  "écru",
  "marine",
  "sauge",
  "terracotta",
  "ardoise",
  "ocre",
  "lie-de-vin",
  "bleu nuit",
  "lavande",
  "kaki",
];
const names = ["Arpège", "Colette", "Lisière", "Verlaine", "Garance", "Cassis", "Ondine", "Brume", "Marcel", "Prune"];

/** The merino line: its yarn changes on the way (changes.ts). */
export const merinoLine = "Mérinos";
const perFamily = 30;
const merinoPerFamily = 3;

function article(stream: Stream, sketch: Sketch, familyNumber: number, n: number): ProductRow {
  const [department, family, low, high, , nouns] = sketch;
  const merino = family === "Maille" && n < merinoPerFamily;
  const noun = merino ? "Pull mérinos" : stream.pick(nouns.split("|"));
  const price = merino ? 89 : low + (high - low) * stream.next() ** 1.6;
  return {
    externalId: `A${String(1000 + familyNumber * 100 + n)}`,
    name: `${noun} ${merino ? stream.pick(tones) : `${stream.pick(names)} ${stream.pick(tones)}`}`,
    categoryPath: merino ? [department, family, merinoLine] : [department, family],
    merchandise: true,
    priceMinor: Math.round(price) * 100 - (price < 30 ? 10 : 0),
  };
}

function bag(name: string): Omit<ProductRow, "externalId"> {
  return { name, categoryPath: ["Accessoires", "Sacs"], merchandise: true, priceMinor: 7900 };
}

function fee(externalId: string, name: string, priceMinor: number): ProductRow {
  return { externalId, name, categoryPath: ["Services"], merchandise: false, priceMinor };
}

/** The everyday tote and the model that replaces it (changes.ts). */
const toteId = "A2700";
const newToteId = "A2701";

/** 600 articles in 20 families and two fees; the everyday tote has a successor. */
export function makeCatalogue(seed: number): Catalogue {
  const rows: ProductRow[] = [];
  const families = sketches.map((sketch, familyNumber): Family => {
    const stream = new Stream(seed, 201, familyNumber);
    const first = rows.length;
    for (let n = 0; n < perFamily; n++) rows.push(article(stream, sketch, familyNumber, n));
    const weights = Array.from({ length: perFamily }, (_, n) =>
      sketch[1] === "Maille" && n < merinoPerFamily ? 0.11 : 1 / (n + 2),
    );
    const products = Array.from({ length: perFamily }, (_, n) => first + n);
    return { path: [sketch[0], sketch[1]], cold: sketch[4], products, totals: runningTotals(weights) };
  });
  const deliveryFee = rows.push(fee("F01", "Frais de livraison", 490)) - 1;
  const giftWrap = rows.push(fee("F02", "Papier cadeau", 200)) - 1;
  const tote = rows.findIndex((row) => row.externalId === toteId);
  const newTote = rows.findIndex((row) => row.externalId === newToteId);
  rows[tote] = { ...bag("Cabas de tous les jours"), externalId: toteId, successorExternalId: newToteId };
  rows[newTote] = { ...bag("Cabas de tous les jours, zippé"), externalId: newToteId };
  return { rows, families, tote, newTote, deliveryFee, giftWrap };
}
