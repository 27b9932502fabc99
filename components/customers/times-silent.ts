import { getFormatter } from "next-intl/server";

/** "1.6 times": one decimal, as fine as a rhythm can be told. */
export async function timesSilent(index: number): Promise<string> {
  return (await getFormatter()).number(index, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}
