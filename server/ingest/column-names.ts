import type { BatchKind } from "@/db/schema";
import { fieldsOf } from "./schema";

/** What columns are called elsewhere, in English and French; compared without accents, spaces and signs. */
const synonyms: Record<string, string> = {
  receipt:
    "invoiceno invoicenumber invoice receiptid receiptno basketid basket orderid orderno ordernumber order ticket ticketno numeroticket noticket nticket transactionid transaction facture nofacture nfacture commande nocommande ncommande panier",
  line: "lineid lineno rowid itemid ligne idligne nligne",
  at: "invoicedate datetime orderedat timestamp transactiontimestamp createdat purchasedat soldat orderdate purchasedate saledate horodatage dateheure dateachat datevente datecommande answeredat submittedat sentat sentdate senton invitedat datereponse dateenvoi contactdate contactedat datecontact",
  date: "jour day",
  time: "heure hour",
  store: "storeid storecode shop shopid branch pointofsale pos country magasin codemagasin boutique pointdevente pays",
  store_name: "storename shopname nommagasin magasinnom",
  customer:
    "customerid customerno custid clientid client noclient nclient numeroclient idclient codeclient householdid contactid memberid membre",
  card: "cardno cardnumber loyaltycard loyaltycardno carte nocarte ncarte numerocarte cartefidelite",
  email: "mail emailaddress courriel adressemail adresseemail adressecourriel mel",
  email_verified: "emailconfirmed verifiedemail emailverifie mailverifie",
  phone: "phonenumber mobile mobilephone cell telephone tel portable numerotelephone gsm",
  web: "webid cookieid visitorid deviceid idweb idvisiteur",
  home_area: "postcode postalcode zip zipcode area homearea codepostal cp departement",
  consent_email: "emailoptin optinemail emailconsent optinmail consentementemail newsletter",
  consent_phone: "phoneoptin optinphone phoneconsent optintelephone consentementtelephone",
  consent_sms: "smsoptin optinsms smsconsent consentementsms",
  consent_post: "postoptin optinpost mailingconsent optincourrier consentementcourrier",
  consent_app: "appoptin optinapp pushoptin optinpush consentementapp",
  consent_on: "consentdate optindate dateconsentement dateoptin",
  product: "productid productcode stockcode sku itemcode article codearticle reference ref produit codeproduit ean",
  product_name: "productname description itemname designation libelle libellearticle nomproduit",
  name: "label storename shopname productname description designation libelle nom nommagasin nomproduit",
  category: "family famille rayon department productcategory categorie",
  merchandise: "ismerchandise marchandise",
  successor: "replacedby successeur remplacepar",
  zone: "timezone tz fuseau fuseauhoraire",
  lat: "latitude",
  lon: "longitude lng long",
  region: "area district secteur",
  format: "storetype shoptype typemagasin concept",
  hours: "openinghours horaires heuresouverture",
  opened_on: "openedon opendate openingdate dateouverture ouverture",
  closed_on: "closedon closedate closingdate datefermeture fermeture",
  until: "to enddate jusqua au fin",
  in_stock: "available availability instock enstock disponible dispo",
  quantity: "qty units quantite qte stock stocklevel niveaustock",
  amount: "total linetotal salesvalue totalprice amountpaid montant montantttc totalttc",
  unit_price: "unitprice price prix prixunitaire pu puttc",
  channel: "canal saleschannel",
  fulfilment: "fulfillment deliverymethod livraison mode delivery",
  kind: "type nature",
  currency: "devise currencycode",
  score: "nps rating note recommendation",
  comment: "comments verbatim commentaire feedback",
  response: "responseid answerid idreponse",
  survey: "surveyid surveyname campaign enquete questionnaire",
  invitation: "invitationid inviteid token idinvitation",
  stratum: "strate group groupe sample echantillon",
  random: "drawn randomised randomized israndom aleatoire tireausort",
  answer: "answerid responseid idreponse",
  persona: "profile profil",
  interaction: "interactionid contactid caseid",
  resolved_first: "firstcontactresolution fcr resolupremiercontact",
  transferred: "escalated transfere",
  text: "message body texte commentaire comment verbatim",
  change: "changeid campaign campaignid changement idchangement",
  title: "titre name nom label libelle",
  start: "startdate starton begin from debut datedebut",
  end: "enddate endon to fin datefin",
};

/** What a file that knows no customer of its own may name them by instead. */
export const otherNames = ["card", "email", "phone", "web"] as const;

/** The columns that bear a field's own name, then those called as it is elsewhere; each column serves one field. */
export function columnsByName(kind: BatchKind, header: readonly string[]): Record<string, string> {
  const columns: Record<string, string> = {};
  const free = new Set(header.filter((name) => name.trim() !== ""));
  for (const pass of [isItself, isSynonym]) {
    for (const field of fieldsOf[kind]) {
      if (columns[field] !== undefined) continue;
      const found = [...free].find((name) => pass(field, name));
      if (found === undefined) continue;
      columns[field] = found;
      free.delete(found);
    }
  }
  return columns;
}

export function isItself(field: string, name: string): boolean {
  return plain(name) === plain(field);
}

export function isSynonym(field: string, name: string): boolean {
  return (synonyms[field] ?? "").split(" ").includes(plain(name));
}

function plain(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[^a-zA-Z0-9]/g, "")
    .toLowerCase();
}
