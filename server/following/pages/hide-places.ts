import { hideSmall } from "../hide-small";
import type { PartsOf, Place } from "../schema";

type Where = PartsOf<"where">;

/** One place; or `together`: places with too few people to be told one by one, in the order of PLACES. */
export interface PlaceShown {
  place: Place | "together";
  of: Place[];
  count: number;
  share: number;
  twinShare: number;
}

/** Where everybody is, with the places of fewer than `minGroup` people, and the next smallest with a single one, told in one sum. */
export function hidePlaces(where: Where, minGroup: number): Omit<Where, "places"> & { places: PlaceShown[] } {
  const hidden = hideSmall(
    where.places.map(({ count }) => count),
    minGroup,
  );
  const together: PlaceShown = { place: "together", of: [], count: 0, share: 0, twinShare: 0 };
  const places = where.places.flatMap((one, i): PlaceShown[] => {
    if (!hidden[i]) return [{ ...one, of: [one.place] }];
    const first = together.of.length === 0;
    together.of.push(one.place);
    together.count += one.count;
    together.share += one.share;
    together.twinShare += one.twinShare;
    return first ? [together] : [];
  });
  return { ...where, places };
}
