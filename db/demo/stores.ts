import { isoDay, weekday } from "./calendar";

/** A row of the stores file. `closedOn` is the last day of trade. */
export interface StoreRow {
  readonly externalId: string;
  readonly name: string;
  readonly tz: string;
  readonly lat: number;
  readonly lon: number;
  readonly region: string;
  readonly format: "flagship" | "town" | "web";
  readonly openedOn: string;
  readonly closedOn?: string;
  readonly successorExternalId?: string;
}

/** A store as the simulation sees it: what the row does not say comes after it. */
export interface Store {
  readonly row: StoreRow;
  /** Share of customers whose home it is, relative to a town's shop. */
  readonly weight: number;
  /** How readily people buy there without showing a card; 1 is usual. */
  readonly anonymity: number;
  readonly sundays: boolean;
  readonly area: string;
  readonly opened: number;
  readonly closed: number;
  readonly successor: number;
}

type Place = readonly [
  id: string,
  name: string,
  lat: number,
  lon: number,
  region: string,
  area: string,
  weight: number,
  anonymity: number,
];

const places: readonly Place[] = [
  ["PAM", "Paris Marais", 48.857, 2.358, "Île-de-France", "75", 1.5, 1.9],
  ["PAO", "Paris Opéra", 48.871, 2.332, "Île-de-France", "75", 1.4, 1.7],
  ["PAV", "Paris Vaugirard", 48.84, 2.305, "Île-de-France", "75", 1.1, 1.1],
  ["LYP", "Lyon Presqu'île", 45.763, 4.834, "Auvergne-Rhône-Alpes", "69", 1, 1.2],
  ["LYD", "Lyon Part-Dieu", 45.761, 4.856, "Auvergne-Rhône-Alpes", "69", 2.2, 0.8],
  ["GNB", "Grenoble Grenette", 45.192, 5.728, "Auvergne-Rhône-Alpes", "38", 0.8, 0.8],
  ["ANN", "Annecy Sainte-Claire", 45.898, 6.125, "Auvergne-Rhône-Alpes", "74", 0.6, 1.3],
  ["CFE", "Clermont-Ferrand Jaude", 45.776, 3.082, "Auvergne-Rhône-Alpes", "63", 0.7, 0.7],
  ["MRS", "Marseille Vieux-Port", 43.296, 5.37, "Provence-Alpes-Côte d'Azur", "13", 1.3, 1.2],
  ["AIX", "Aix-en-Provence Mirabeau", 43.526, 5.449, "Provence-Alpes-Côte d'Azur", "13", 0.9, 0.9],
  ["NCE", "Nice Masséna", 43.698, 7.27, "Provence-Alpes-Côte d'Azur", "06", 1.1, 1.6],
  ["MPL", "Montpellier Comédie", 43.609, 3.879, "Occitanie", "34", 1, 0.9],
  ["TLS", "Toulouse Capitole", 43.604, 1.444, "Occitanie", "31", 1.1, 0.8],
  ["BOD", "Bordeaux Sainte-Catherine", 44.837, -0.574, "Nouvelle-Aquitaine", "33", 1.2, 1],
  ["NTE", "Nantes Crébillon", 47.213, -1.561, "Pays de la Loire", "44", 1.4, 0.8],
  ["ANG", "Angers Ralliement", 47.471, -0.551, "Pays de la Loire", "49", 0.9, 0.6],
  ["RNS", "Rennes Saint-Georges", 48.112, -1.675, "Bretagne", "35", 1.1, 0.7],
  ["TUF", "Tours Nationale", 47.392, 0.688, "Centre-Val de Loire", "37", 0.9, 0.7],
  ["LIL", "Lille Grand-Place", 50.637, 3.064, "Hauts-de-France", "59", 1.3, 1],
  ["AMI", "Amiens Trois-Cailloux", 49.893, 2.299, "Hauts-de-France", "80", 0.7, 0.7],
  ["URO", "Rouen Gros-Horloge", 49.441, 1.09, "Normandie", "76", 0.9, 0.8],
  ["RMS", "Reims Arbalète", 49.255, 4.033, "Grand Est", "51", 0.8, 0.7],
  ["SXB", "Strasbourg Kléber", 48.584, 7.746, "Grand Est", "67", 1.2, 1.1],
  ["NCY", "Nancy Stanislas", 48.693, 6.183, "Grand Est", "54", 0.8, 0.7],
  ["DIJ", "Dijon Liberté", 47.322, 5.039, "Bourgogne-Franche-Comté", "21", 0.8, 0.7],
];

/** Shops of the demo, and what they weigh together with the web shop. */
export const demoShops = places.length;
const webWeight = 2.6;
export const demoWeight = places.reduce((sum, [, , , , , , weight]) => sum + weight, webWeight);

/** More shops around the towns of the demo, each like the one that it is near. */
function morePlaces(count: number): Place[] {
  return Array.from({ length: Math.max(0, count - places.length) }, (_, n): Place => {
    const near = places[n % places.length];
    if (near === undefined) throw new RangeError("There is no town to be near.");
    const [, name, lat, lon, region, area, weight, anonymity] = near;
    const ring = 1 + Math.floor(n / places.length);
    const east = 0.02 * ring * Math.cos(2.4 * n);
    const north = 0.02 * ring * Math.sin(2.4 * n);
    return [`S${100 + n}`, `${name} ${ring + 1}`, lat + north, lon + east, region, area, weight, anonymity];
  });
}

const sundayShops = new Set(["PAM", "NCE"]);
const always = "2009-03-02";
const successorId = "LYQ";
export const webStoreId = "WEB";

/** All stores; the Lyon shop moves on day `moveDay` (first day at the new address), Annecy opens on `annecyDay`. */
export function makeStores(moveDay: number, annecyDay: number, shops = demoShops): Store[] {
  const all = [...places, ...morePlaces(shops)];
  const successor = all.length;
  const stores = all.map(([id, name, lat, lon, region, area, weight, anonymity]): Store => {
    const moves = id === "LYD";
    const opened = id === "ANN" ? annecyDay : Number.NEGATIVE_INFINITY;
    const row: StoreRow = {
      externalId: id,
      name,
      tz: "Europe/Paris",
      lat,
      lon,
      region,
      format: weight >= 1.3 ? "flagship" : "town",
      openedOn: id === "ANN" ? isoDay(annecyDay) : always,
      ...(moves ? { closedOn: isoDay(moveDay - 1), successorExternalId: successorId } : {}),
    };
    const closed = moves ? moveDay - 1 : Number.POSITIVE_INFINITY;
    return {
      row,
      weight,
      anonymity,
      sundays: sundayShops.has(id),
      area,
      opened,
      closed,
      successor: moves ? successor : -1,
    };
  });
  return [...stores, newLyonShop(moveDay), webShop()];
}

function newLyonShop(moveDay: number): Store {
  const row: StoreRow = {
    externalId: successorId,
    name: "Lyon quai Saint-Antoine",
    tz: "Europe/Paris",
    lat: 45.762,
    lon: 4.83,
    region: "Auvergne-Rhône-Alpes",
    format: "flagship",
    openedOn: isoDay(moveDay),
  };
  const closed = Number.POSITIVE_INFINITY;
  return { row, weight: 0, anonymity: 0.8, sundays: false, area: "69", opened: moveDay, closed, successor: -1 };
}

function webShop(): Store {
  const row: StoreRow = {
    externalId: webStoreId,
    name: "maison-arpege.example",
    tz: "Europe/Paris",
    lat: 48.93,
    lon: 2.36,
    region: "Île-de-France",
    format: "web",
    openedOn: always,
  };
  const opened = Number.NEGATIVE_INFINITY;
  return {
    row,
    weight: webWeight,
    anonymity: 0.25,
    sundays: true,
    area: "",
    opened,
    closed: Number.POSITIVE_INFINITY,
    successor: -1,
  };
}

/** Where people who go to `store` find it on `day`: the successor once it has moved. */
export function standing(stores: readonly Store[], store: number, day: number): number {
  const it = stores[store];
  return it !== undefined && day > it.closed && it.successor >= 0 ? it.successor : store;
}

export function isOpen(store: Store, day: number): boolean {
  return day >= store.opened && day <= store.closed && (store.sundays || weekday(day) !== 6);
}

/** The `count` nearest shops, nearest first; never the web shop, never a shop that is only a successor. */
export function neighbours(stores: readonly Store[], store: number, count: number): number[] {
  const here = stores[store];
  if (here === undefined) return [];
  return stores
    .map((other, index) => ({
      index,
      other,
      distance: Math.hypot((other.row.lat - here.row.lat) * 1.45, other.row.lon - here.row.lon),
    }))
    .filter(({ index, other }) => index !== store && other.row.format !== "web" && other.weight > 0)
    .sort((p, q) => p.distance - q.distance)
    .slice(0, count)
    .map(({ index }) => index);
}
