export { membershipAsOf, segmentsOn } from "./membership-as-of";
export { inForceOn, keptModels } from "./rhythm-in-force";
export { rhythmOfPerson } from "./rhythm-of-person";
export { linesAreSampled } from "./sampled-lines";
