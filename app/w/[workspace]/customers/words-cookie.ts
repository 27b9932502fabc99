/** Holds what was typed into the search: an address would end up in histories and logs. */
export const wordsCookie = "customers-words";
