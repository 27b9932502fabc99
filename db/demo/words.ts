import type { Stream } from "./random";

/** What people talk about in answers and complaints. */
export type Theme =
  | "distance"
  | "yarn"
  | "hours"
  | "alterations"
  | "assistant"
  | "queue"
  | "children"
  | "paper"
  | "points";

const french: Record<Theme, readonly string[]> = {
  distance: [
    "c'est devenu trop loin pour moi",
    "le nouveau magasin est mal desservi, le métro est à un quart d'heure",
    "l'ancienne adresse était sur mon chemin, plus celle-ci",
    "impossible de se garer sur le quai",
    "belle boutique mais trop loin du bureau",
  ],
  yarn: [
    "le nouveau pull gratte",
    "la laine n'est plus aussi douce, ça gratte au cou",
    "le pull bouloche après deux lavages",
    "je ne reconnais plus la qualité de la maille",
    "le mérinos d'avant ne piquait pas",
  ],
  hours: [
    "je passais avant le travail, c'est fermé maintenant",
    "rideau baissé à 9 h 15, dommage",
    "ouvrir à dix heures ne m'arrange pas",
    "les nouveaux horaires ne collent pas avec les miens",
  ],
  alterations: [
    "l'ourlet a été fait en deux jours, gratuitement",
    "les retouches offertes, quelle bonne idée",
    "la couturière est formidable",
    "je reviens pour les retouches et je repars avec autre chose",
  ],
  assistant: [
    "impossible de parler à quelqu'un, on tourne en rond avec un robot",
    "l'assistant ne comprend pas ma question",
    "j'ai expliqué trois fois mon retour à une machine",
    "où sont passées les personnes du service client ?",
  ],
  queue: [
    "la queue est interminable",
    "vingt minutes pour payer un torchon",
    "plus personne en caisse",
    "on attend trop au moment de payer",
  ],
  children: [
    "plus rien pour les enfants dans ma boutique",
    "on me renvoie sur le site pour les pyjamas",
    "le rayon enfant me manque",
    "je venais pour ma fille, il n'y a plus rien à sa taille",
  ],
  paper: ["l'emballage en papier, enfin", "le carton kraft est arrivé un peu abîmé", "moins de plastique, merci"],
  points: ["mes points ont disparu", "je n'avais pas compris que les points expiraient"],
};

const english: Record<Theme, readonly string[]> = {
  distance: ["the new place is too far for me", "no parking on the quay"],
  yarn: ["the new jumper is scratchy", "the wool is not as soft as it was"],
  hours: ["closed at nine, I used to come before work", "opening at ten does not suit me"],
  alterations: ["free alterations, what a good idea", "hem done in two days"],
  assistant: ["I could not reach a person", "the robot did not understand my question"],
  queue: ["the queue never ends", "twenty minutes to pay"],
  children: ["nothing left for children in my shop", "I miss the children's corner"],
  paper: ["less plastic, thank you"],
  points: ["my points are gone"],
};

const praise = [
  "accueil charmant",
  "de belles matières",
  "conseil précieux, je me suis sentie écoutée",
  "très jolie vitrine",
  "les serviettes sont superbes",
  "toujours un plaisir",
  "livraison rapide et soignée",
  "la vendeuse a pris le temps",
  "le linge de lit tient depuis des années",
  "un paquet cadeau fait avec soin",
  "j'aime les couleurs de la saison",
  "échange sans discussion",
  "mes filles adorent les pyjamas",
  "une boutique où l'on respire",
];
const regrets = [
  "ma taille n'était pas là",
  "un peu cher",
  "il faisait trop chaud dans la boutique",
  "personne pour me renseigner",
  "le colis est arrivé en retard",
  "la couleur n'est pas celle de la photo",
  "pas assez de choix",
  "l'étiquette ne disait pas le bon prix",
  "la fermeture a lâché au bout d'un mois",
  "un accueil distrait ce samedi",
  "cabine d'essayage trop petite",
  "mon bon d'achat n'a pas été accepté",
  "le lin rétrécit au lavage",
];
const praiseEnglish = ["lovely staff", "beautiful fabrics", "always a pleasure", "quick delivery"];
const regretsEnglish = ["my size was missing", "a bit expensive", "nobody to advise me"];

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(capital) ? capital : `${capital}.`;
}

/** A comment in the customer's language: what is on their mind first, else praise or regret by score. */
export function comment(stream: Stream, isEnglish: boolean, score: number, theme: Theme | null): string {
  const good = isEnglish ? praiseEnglish : praise;
  const bad = isEnglish ? regretsEnglish : regrets;
  const general = sentence(stream.pick(score >= 8 ? good : score >= 7 && stream.chance(0.5) ? good : bad));
  const second = sentence(stream.pick(score >= 7 ? good : bad));
  if (theme === null) return second !== general && stream.chance(0.25) ? `${general} ${second}` : general;
  const special = sentence(stream.pick((isEnglish ? english : french)[theme]));
  return stream.chance(0.3) ? `${special} ${general}` : special;
}

/** The text of a complaint. */
export function grievance(stream: Stream, isEnglish: boolean, theme: Theme | null): string {
  const cause = theme === null ? (isEnglish ? regretsEnglish : regrets) : (isEnglish ? english : french)[theme];
  const opening = isEnglish
    ? ["Hello,", "I am disappointed:"]
    : ["Bonjour,", "Je suis déçue :", "Cliente depuis des années,"];
  const text = stream.pick(cause);
  return `${stream.pick(opening)} ${text}${/[.?!]$/.test(text) ? "" : "."}`;
}
