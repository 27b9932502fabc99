import { isoDay, type Period } from "./calendar";
import type { Life, Meeting } from "./life";
import { customerId, type Person } from "./people";
import { effects, type Loss, type Truth } from "./truth";
import type { Options } from "./world";

interface Count {
  exposed: number;
  stopped: number;
  switched: number;
}

function lossesOf(person: Person, life: Life): Loss[] {
  const stops = life.meetings.filter((meeting) => meeting.stops !== null);
  const first = (meeting: Meeting) => meeting.stops?.from ?? Number.POSITIVE_INFINITY;
  const goodbye = Math.min(...stops.filter((meeting) => meeting.stops?.until === null).map(first));
  return stops.flatMap((meeting): Loss[] => {
    const from = first(meeting);
    const until = meeting.stops?.until ?? null;
    const alreadyGone = life.leftOn !== null && life.leftOn < from;
    if (alreadyGone || from > goodbye) return [];
    return [
      {
        change: meeting.moment.change,
        customer: customerId(person.index),
        from: isoDay(from),
        until: until === null ? null : isoDay(until),
      },
    ];
  });
}

/** Counts what the changes did while people live. */
export function tally(options: Options) {
  const counts = new Map<string, Count>(
    effects.map((effect) => [effect.change, { exposed: 0, stopped: 0, switched: 0 }]),
  );
  const losses: Loss[] = [];
  return {
    options,
    add(person: Person, life: Life): void {
      for (const meeting of life.meetings) {
        const count = counts.get(meeting.moment.change);
        if (count === undefined) continue;
        count.exposed++;
        if (meeting.stops !== null) count.stopped++;
        if (meeting.switches) count.switched++;
      }
      losses.push(...lossesOf(person, life));
    },
    truth(period: Period): Truth {
      const last = isoDay(period.last);
      return {
        outcomes: effects.map((effect) => ({
          effect,
          ...(counts.get(effect.change) ?? { exposed: 0, stopped: 0, switched: 0 }),
        })),
        losses: losses.filter((loss) => loss.from <= last),
      };
    },
  };
}
