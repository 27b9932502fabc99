import { isoDay } from "./calendar";
import type { DemoChange, PlannedAndActual } from "./change";
import { merinoLine } from "./products";

type Sketch = Omit<DemoChange, "start" | "end" | "perStoreStart" | "state" | "ownerRole"> & {
  /** Days before today; negative lies ahead. */
  readonly ago: number;
  readonly endedAgo?: number;
  readonly waves?: readonly { readonly ago: number; readonly stores: readonly string[] }[];
  readonly state?: DemoChange["state"];
  readonly ownerRole?: DemoChange["ownerRole"];
};

/** Days before today on which things move that the rows themselves show. */
export const lyonMoveAgo = 67;
export const bagReplacedAgo = 32;
export const linenPriceAgo = 116;
export const deliveryFeeAgo = 235;
export const annecyOpenedAgo = 540;
export const mailingKey = "repair-letter";

const tenWaves = [
  { ago: 81, stores: ["LIL", "AMI", "URO"] },
  { ago: 67, stores: ["RMS", "NCY", "SXB"] },
  { ago: 53, stores: ["DIJ", "CFE", "GNB"] },
];

const sketches: readonly Sketch[] = [
  {
    key: "lyon-move",
    title: "Lyon Part-Dieu moves to the quay",
    moved: "store",
    kind: "moved",
    scope: { stores: ["LYD"] },
    ago: lyonMoveAgo,
    hypothesis: "Everybody follows: the new shop is 20 minutes away on foot, larger and brighter.",
    declaredGainMinor: 18_000_000,
    tags: ["lyon", "flagship"],
    note: "The lease at Part-Dieu ended. Quai Saint-Antoine opened the same Monday.",
  },
  {
    key: "merino-yarn",
    title: "Merino jumper: new yarn",
    moved: "product",
    kind: "recipe",
    scope: {
      categories: [
        ["Femme", "Maille", merinoLine],
        ["Homme", "Maille", merinoLine],
      ],
    },
    ago: 60,
    hypothesis: "Half recycled, same feel: repeat purchases stay as they are.",
    declaredGainMinor: 9_500_000,
    tags: ["recycled", "knitwear"],
    note: "Spinner changed for the autumn delivery; care label and price are the same.",
  },
  {
    key: "open-at-ten",
    title: "Nine shops open at ten",
    moved: "store",
    kind: "opening_hours",
    scope: { stores: tenWaves.flatMap((wave) => wave.stores) },
    ago: 81,
    waves: tenWaves,
    hypothesis: "The first hour brings 4% of receipts; those people come later in the day.",
    declaredGainMinor: 21_000_000,
    tags: ["opening-hours", "north-east"],
    note: "Ten o'clock instead of nine, Monday to Saturday, in three waves.",
  },
  {
    key: "kraft-parcels",
    title: "Kraft paper in parcels",
    moved: "product",
    kind: "packaging",
    scope: { fulfilments: ["delivery"] },
    ago: 88,
    hypothesis: "Nobody stays away because of paper; fewer complaints about waste.",
    tags: ["packaging", "web"],
    note: "Plastic wrapping is used up and not reordered.",
  },
  {
    key: "free-alterations",
    title: "Free alterations in the West",
    moved: "client-store",
    kind: "service_policy",
    scope: { stores: ["NTE", "RNS", "ANG", "TUF"] },
    ago: 74,
    hypothesis: "People come back to collect, and more often.",
    declaredGainMinor: 12_000_000,
    tags: ["service", "west"],
    ownerRole: "marketer",
    note: "Hems and sleeves, two days, at no charge for card holders.",
  },
  {
    key: "web-assistant",
    title: "Web after-sales by an assistant",
    moved: "client-store",
    kind: "after_sales",
    scope: { channels: ["web", "app"] },
    ago: 53,
    hypothesis: "Answers in a minute instead of a day; satisfaction holds.",
    declaredGainMinor: 7_000_000,
    tags: ["after-sales", "web"],
    ownerRole: "marketer",
    note: "The telephone line stays open two hours a day.",
  },
  {
    key: mailingKey,
    title: "Letter on the repair workshops",
    moved: "client",
    kind: "communication",
    scope: {},
    ago: 46,
    hypothesis: "Readers come at least as often as the others.",
    tags: ["mailing"],
    ownerRole: "marketer",
    note: "Sent to a drawn half of those who take our letters.",
  },
  {
    key: "night-deliveries",
    title: "Night deliveries, South-East",
    moved: "product-store",
    kind: "stock_rhythm",
    scope: { stores: ["MRS", "AIX", "NCE", "MPL"] },
    ago: 39,
    hypothesis: "Shelves are full at opening; nobody notices anything else.",
    tags: ["logistics"],
    note: "Two deliveries a week before dawn instead of one in the morning.",
  },
  {
    key: "strasbourg-desks",
    title: "Strasbourg: cash desks upstairs",
    moved: "store",
    kind: "layout",
    scope: { stores: ["SXB"] },
    ago: 32,
    hypothesis: "People see the first floor on their way to pay.",
    tags: ["layout"],
    note: "Two desks on the first floor, one left downstairs on Saturdays.",
  },
  {
    key: "tote-replaced",
    title: "The everyday tote gets a zip",
    moved: "product",
    kind: "assortment",
    scope: { products: ["A2700"] },
    ago: bagReplacedAgo,
    hypothesis: "The new model replaces the old one for the same people.",
    tags: ["bags"],
    note: "The old model is sold out; the new one has the same price.",
  },
  {
    key: "collect-first",
    title: "Click-and-collect desk at the door",
    moved: "client-store",
    kind: "click_and_collect",
    scope: { fulfilments: ["click_and_collect"] },
    ago: 25,
    hypothesis: "Collecting takes two minutes; they come back in store.",
    tags: ["web", "layout"],
    note: "A desk of its own, before the tills.",
  },
  {
    key: "marais-windows",
    title: "Christmas windows, Paris",
    moved: "store",
    kind: "layout",
    scope: { stores: ["PAM", "PAO", "PAV"] },
    ago: 11,
    hypothesis: "More people stop; regulars come as before.",
    tags: ["christmas"],
    note: "Until Twelfth Night.",
  },
  {
    key: "toulouse-manager",
    title: "New shop manager in Toulouse",
    moved: "store",
    kind: "staff",
    scope: { stores: ["TLS"] },
    ago: 102,
    hypothesis: "Regulars stay.",
    tags: ["people"],
    note: "After eleven years the former manager has retired.",
  },
  {
    key: "linen-price",
    title: "Table linen up 6%",
    moved: "product",
    kind: "price",
    scope: { categories: [["Maison", "Linge de table"]] },
    ago: linenPriceAgo,
    hypothesis: "No fewer come back; revenue of the family up 5%.",
    declaredGainMinor: 4_000_000,
    tags: ["price", "home"],
    ownerRole: "marketer",
    note: "Cotton went up; first rise in two years.",
  },
  {
    key: "bordeaux-tills",
    title: "Self-checkout only, Bordeaux",
    moved: "store",
    kind: "service_policy",
    scope: { stores: ["BOD"] },
    ago: 130,
    endedAgo: 95,
    state: "rolled_back",
    hypothesis: "Shorter queues on Saturdays.",
    tags: ["tills"],
    note: "Taken back after five weeks of queues.",
  },
  {
    key: "points-expire",
    title: "Points expire after a year",
    moved: "client",
    kind: "loyalty",
    scope: {},
    ago: 144,
    hypothesis: "Points are used sooner; nobody leaves over them.",
    tags: ["loyalty"],
    ownerRole: "marketer",
    note: "Applies to every customer on the same day.",
  },
  {
    key: "children-leave",
    title: "Children's line leaves six shops",
    moved: "product-store",
    kind: "assortment",
    scope: { stores: ["NTE", "PAO", "PAV", "AIX", "MPL", "LYP"], categories: [["Enfant"]] },
    ago: 172,
    hypothesis: "Families order the line on the web and keep coming for the rest.",
    declaredGainMinor: 6_000_000,
    tags: ["children", "range"],
    note: "Shelf space goes to home fragrances. The web shop keeps the whole line.",
  },
  {
    key: "delivery-fee",
    title: "Delivery at 5.90 below 60 euros",
    moved: "client-store",
    kind: "delivery",
    scope: { fulfilments: ["delivery"] },
    ago: deliveryFeeAgo,
    hypothesis: "Baskets grow past 60 euros.",
    tags: ["web", "price"],
    note: "4.90 before.",
  },
  {
    key: "lille-fitting",
    title: "Lille: fitting rooms on the first floor",
    moved: "store",
    kind: "layout",
    scope: { stores: ["LIL"] },
    ago: -17,
    state: "planned",
    hypothesis: "More room downstairs; people try on as much as before.",
    tags: ["layout"],
    note: "Works on two Sundays before.",
  },
  {
    key: "returns-14-days",
    title: "Returns within 14 days",
    moved: "client-store",
    kind: "service_policy",
    scope: {},
    ago: -52,
    state: "draft",
    hypothesis: "To be discussed: 30 days today.",
    tags: ["returns"],
    note: "Waits for the figures of January.",
  },
];

function dates(today: number, ago: number): PlannedAndActual {
  const day = isoDay(today - ago);
  return { planned: day, actual: ago >= 0 ? day : null };
}

/** The recorded changes as of `today` (day number). `list` names the readers of the letter. */
export function makeChanges(today: number, list: () => string[]): DemoChange[] {
  return sketches.map(({ ago, endedAgo, waves, state, ownerRole, ...rest }): DemoChange => {
    const perStoreStart = waves?.flatMap((wave) => wave.stores.map((store) => ({ store, ...dates(today, wave.ago) })));
    return {
      ...rest,
      scope: rest.key === mailingKey ? { list: list() } : rest.scope,
      start: dates(today, ago),
      ...(endedAgo === undefined ? {} : { end: dates(today, endedAgo) }),
      ...(perStoreStart === undefined ? {} : { perStoreStart }),
      state: state ?? "live",
      ownerRole: ownerRole ?? "ops",
    };
  });
}
