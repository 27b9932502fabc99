import { describe, expect, it } from "vitest";
import { fillPerson, type PersonTraits, partedPerson, unfillPerson } from "./fill-person";

const nobody: PersonTraits = { reference: null, homeArea: null, attributes: {}, consent: {} };
const given = { state: "given", on: "2024-01-01" } as const;
const opposed = { state: "opposed", on: "2024-02-01" } as const;

describe("fillPerson", () => {
  it("what the one lacks comes from the other, what it has stays", () => {
    const into = { ...nobody, reference: "B", attributes: { tier: "gold" } };
    const from = { ...nobody, reference: "A", homeArea: "Lyon", attributes: { tier: "none", size: 38 } };
    expect(fillPerson(into, from)).toEqual({
      ...{ reference: "B", homeArea: "Lyon", consent: {} },
      attributes: { tier: "gold", size: 38 },
    });
  });
  it("an opposition wins, whoever said it; else what the one that stays said", () => {
    const a = { ...nobody, consent: { email: given, phone: opposed } };
    const b = { ...nobody, consent: { email: opposed, phone: given, sms: given } };
    expect(fillPerson(a, b).consent).toEqual({ email: opposed, phone: opposed, sms: given });
  });
});

describe("unfillPerson", () => {
  const into = { ...nobody, attributes: { tier: "gold" }, consent: { email: given } };
  const from = { ...nobody, homeArea: "Lyon", attributes: { size: 38 }, consent: { email: opposed } };
  it("joined and parted at once: as before", () => {
    expect(unfillPerson(fillPerson(into, from), into, from)).toEqual(into);
    expect(partedPerson(fillPerson(into, from), into, from)).toEqual(from);
  });
  it("what an import said since stays", () => {
    const now = { ...fillPerson(into, from), homeArea: "Nantes", attributes: { tier: "gold", size: 40 } };
    expect(unfillPerson(now, into, from)).toEqual({
      ...into,
      homeArea: "Nantes",
      attributes: { tier: "gold", size: 40 },
    });
  });
  it("opposed since the join: both are", () => {
    const now = { ...fillPerson(into, from), consent: { email: opposed, sms: opposed } };
    expect(unfillPerson(now, into, from).consent).toEqual({ email: given, sms: opposed });
    expect(partedPerson(now, into, from).consent).toEqual({ email: opposed, sms: opposed });
  });
});
