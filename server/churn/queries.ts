export { rhythmOfPerson } from "./rhythm-of-person";
export { linesAreSampled } from "./sampled-lines";
