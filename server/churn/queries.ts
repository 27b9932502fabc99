export { inForceOn, keptModels } from "./rhythm-in-force";
export { rhythmOfPerson } from "./rhythm-of-person";
export { linesAreSampled } from "./sampled-lines";
