import { z } from "zod";
import { id } from "../trpc/id";
import { settingsShape } from "./settings";

export const role = z.enum(["executive", "ops", "marketer", "admin"]);

export const shellOutput = z.object({
  /** The last day that data reaches, not after today; null without data. */
  dataThrough: z.iso.date().nullable(),
  openAlerts: z.number().int(),
  /** The workspace's data day. */
  today: z.iso.date(),
});

export const peopleOutput = z.array(
  z.object({
    memberId: z.number(),
    userId: z.number(),
    name: z.string(),
    email: z.string(),
    role,
    seesPeople: z.boolean(),
    revokedAt: z.date().nullable(),
    since: z.date(),
  }),
);

export const inviteMemberInput = z.object({
  email: z.email("settings.email").trim().max(320),
  role,
  seesPeople: z.boolean(),
});

export const invitationInput = z.object({ invitationId: id("invitation") });

export const invitedOutput = z.object({
  id: z.number(),
  /** What opens the invitation, said this once. */
  token: z.string(),
});

export const waitingOutput = z.array(
  z.object({
    id: z.number(),
    email: z.string(),
    role,
    seesPeople: z.boolean(),
    expiresAt: z.date(),
    over: z.boolean(),
  }),
);

export const changeMemberInput = z.object({ memberId: id("member"), role, seesPeople: z.boolean() });

export const revokeMemberInput = z.object({ memberId: id("member") });

const { joinSameVerifiedEmail, minExpectedLines } = settingsShape.shape;

/** The settings that pages change; the others keep their defaults. */
export const settingsOutput = z.object({ joinSameVerifiedEmail, minExpectedLines });

export const settingsInput = z.object({
  joinSameVerifiedEmail: joinSameVerifiedEmail.unwrap().optional(),
  minExpectedLines: minExpectedLines.unwrap().optional(),
});
