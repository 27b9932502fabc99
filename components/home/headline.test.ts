import { createTranslator } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { VerdictKind } from "@/components/ui/verdict-kind";
import en from "@/messages/en/home.json";
import fr from "@/messages/fr/home.json";
import { type HeadlineParts, headline } from "./headline";
import { headlineSentence } from "./headline-sentence";

const nothing = { stopped: [], unanswered: [], lost: 0, atRiskMinor: 0, late: false, segments: [] };
const none = { ...nothing, hasData: true, changes: 3, waiting: 0 };
const nine = (...kinds: (VerdictKind | null)[]) => [...kinds, ...Array<null>(9 - kinds.length).fill(null)];
const many = (kind: VerdictKind, n: number) => Array<VerdictKind>(n).fill(kind);
const loss = { lost: 1240, atRiskMinor: 8_600_000, late: false };

const cases: [string, HeadlineParts, string, string][] = [
  [
    "no data yet",
    { ...none, hasData: false },
    "No purchase has been imported yet. Once one is, it stands here whether your customers still follow.",
    "Aucun achat n’a encore été importé. Dès qu’il y en aura, vous lirez ici si vos clients vous suivent toujours.",
  ],
  [
    "no change under watch",
    { ...none, changes: 0, segments: nine() },
    "Nothing that was changed is under watch. Record a change, and it stands here whether your customers follow it.",
    "Aucun changement n’est en observation. Enregistrez-en un : vous lirez ici si vos clients le suivent.",
  ],
  [
    "2 live changes, nothing read yet",
    { ...none, changes: 0, waiting: 2, segments: nine() },
    "Triptych is looking for the twins of those touched by the 2 changes under way. What it finds stands here.",
    "Triptych cherche les jumeaux de ceux que touchent les 2 changements en cours. Le résultat s’affichera ici.",
  ],
  [
    "2 of 9 stopped, 7 hold",
    { ...none, ...loss, stopped: ["Lyon moves"], segments: [...many("stopped", 2), ...many("follow", 7)] },
    "2 of 9 segments stopped following since “Lyon moves”: 1240 customers did not come back as their twins did, about 8600000 a year. The 7 others hold.",
    "2 segments sur 9 ne suivent plus depuis « Lyon moves » : 1240 clients ne sont pas revenus comme leurs jumeaux, environ 8600000 par an. Les 7 autres tiennent.",
  ],
  [
    "1 of 9 stopped, 3 hold, 2 too early, two changes",
    { ...none, ...loss, stopped: ["A", "B"], segments: nine("stopped", ...many("follow", 3), "early", "early") },
    "1 of 9 segments stopped following since “A” and 1 other change: 1240 customers did not come back as their twins did, about 8600000 a year. 3 others hold; for 2 it is too early to say.",
    "1 segment sur 9 ne suit plus depuis « A » et 1 autre changement : 1240 clients ne sont pas revenus comme leurs jumeaux, environ 8600000 par an. 3 autres tiennent ; pour 2, il est trop tôt pour le dire.",
  ],
  [
    "the change rings, no segment alone, before the first round is over",
    { ...none, ...loss, late: true, stopped: ["A"], segments: nine("early") },
    "Customers stopped following since “A”: 1240 customers are late or lost against their twins, about 8600000 a year. ",
    "Des clients ne suivent plus depuis « A » : 1240 clients sont en retard ou perdus de vue au regard de leurs jumeaux, environ 8600000 par an. ",
  ],
  [
    "the change rings before anything can be counted",
    { ...none, stopped: ["A"], segments: nine() },
    "Customers stopped following since “A”. How many are lost cannot be counted yet. ",
    "Des clients ne suivent plus depuis « A ». On ne peut pas encore compter combien sont perdus de vue. ",
  ],
  [
    "all that are touched hold",
    { ...none, segments: nine(...many("follow", 6)) },
    "All 6 segments that are touched by a change still follow.",
    "Les 6 segments touchés par un changement suivent toujours.",
  ],
  [
    "they come more counts as holding",
    { ...none, segments: nine("more") },
    "The one segment that is touched by a change still follows.",
    "Le seul segment touché par un changement suit toujours.",
  ],
  [
    "too early everywhere",
    { ...none, segments: nine("early", "early") },
    "It is too early to say whether anybody stopped following the 3 changes under watch.",
    "Il est trop tôt pour dire si quelqu’un a cessé de suivre les 3 changements en observation.",
  ],
  [
    "under watch, nothing read yet",
    { ...none, changes: 1, segments: nine() },
    "It is too early to say whether anybody stopped following the one change under watch.",
    "Il est trop tôt pour dire si quelqu’un a cessé de suivre le seul changement en observation.",
  ],
  [
    "2 follow, 1 too early",
    { ...none, segments: nine("follow", "follow", "early") },
    "2 segments follow; for 1 other it is too early to say. Nobody is known to have stopped.",
    "2 segments suivent ; pour 1 autre, il est trop tôt pour le dire. À notre connaissance, personne n’a cessé de suivre.",
  ],
  [
    "1 drifting",
    { ...none, segments: nine("drifting", "follow") },
    "1 of 9 segments is drifting; no alarm has been sent.",
    "1 segment sur 9 s’éloigne ; aucune alarme n’a été envoyée.",
  ],
  [
    "nothing measurable",
    { ...none, changes: 2, segments: nine("unmeasured") },
    "None of the 2 changes under watch can be measured: their pages say why.",
    "Aucun des 2 changements en observation n’est mesurable : leurs pages disent pourquoi.",
  ],
  [
    "an alert that nobody answered, its watch over, before what is under watch; nobody is said to follow as a whole",
    { ...none, unanswered: ["Lyon moves"], segments: nine("follow", "follow", "early") },
    "Customers stopped following since “Lyon moves”: the watch is over, and nobody has answered the alert. 2 segments follow; for 1 other it is too early to say.",
    "Des clients ne suivent plus depuis « Lyon moves » : l’observation est finie et personne n’a répondu à l’alerte. 2 segments suivent ; pour 1 autre, il est trop tôt pour le dire.",
  ],
  [
    "two such alerts, nothing under watch",
    { ...none, changes: 0, unanswered: ["A", "B"], segments: nine() },
    "Customers stopped following since “A” and 1 other change: the watch is over, and nobody has answered the alerts. Nothing that was changed is under watch. Record a change, and it stands here whether your customers follow it.",
    "Des clients ne suivent plus depuis « A » et 1 autre changement : l’observation est finie et personne n’a répondu aux alertes. Aucun changement n’est en observation. Enregistrez-en un : vous lirez ici si vos clients le suivent.",
  ],
  [
    "such an alert beside a change that rings: the change under watch is the sentence, the alert stands below it",
    { ...none, stopped: ["A"], unanswered: ["B"], segments: nine() },
    "Customers stopped following since “A”. How many are lost cannot be counted yet. ",
    "Des clients ne suivent plus depuis « A ». On ne peut pas encore compter combien sont perdus de vue. ",
  ],
];

const plain = (html: string) =>
  html
    .replace(/<[^>]+>/g, "")
    .replaceAll("&#x27;", "'")
    .replaceAll("&quot;", '"');

describe("headline", () => {
  for (const [title, parts, english, french] of cases) {
    it(title, () => {
      const said = headline(parts);
      const say = { people: String, money: String };
      const inEnglish = createTranslator({ locale: "en", messages: { home: en }, namespace: "home" });
      const inFrench = createTranslator({ locale: "fr", messages: { home: fr }, namespace: "home" });
      expect(plain(renderToStaticMarkup(headlineSentence(said, inEnglish as never, say)))).toBe(english);
      expect(plain(renderToStaticMarkup(headlineSentence(said, inFrench as never, say)))).toBe(french);
    });
  }
});
