import { describe, expect, it } from "vitest";
import { chooseLocale } from "./locale";

describe("chooseLocale", () => {
  it("cookie fr, browser en -> fr", () => expect(chooseLocale("fr", "en")).toBe("fr"));
  it("cookie of a language we do not speak, browser fr-CH -> fr", () => expect(chooseLocale("de", "fr-CH")).toBe("fr"));
  it("de, en;q=0.5, fr;q=0.8 -> fr", () => expect(chooseLocale(undefined, "de, en;q=0.5, fr;q=0.8")).toBe("fr"));
  it("fr;q=0, en;q=0.1 -> en", () => expect(chooseLocale(undefined, "fr;q=0, en;q=0.1")).toBe("en"));
  it("nothing said -> en", () => expect(chooseLocale(undefined, null)).toBe("en"));
});
