import type { BatchKind } from "@/db/schema";
import { dateReader } from "./date-format";
import type { Sample } from "./read-sample";
import { fieldsOf } from "./schema";

/** What columns are called elsewhere, in English and French; compared without accents, spaces and signs. */
const synonyms: Record<string, string> = {
  receipt:
    "invoiceno invoicenumber invoice receiptid receiptno basketid basket orderid orderno ordernumber order ticket ticketno numeroticket noticket nticket transactionid transaction facture nofacture nfacture commande nocommande ncommande panier",
  line: "lineid lineno rowid itemid ligne idligne nligne",
  at: "invoicedate datetime orderedat timestamp transactiontimestamp createdat purchasedat soldat orderdate purchasedate saledate horodatage dateheure dateachat datevente datecommande answeredat submittedat",
  date: "jour day",
  time: "heure hour",
  store: "storeid storecode shop shopid branch pointofsale pos country magasin codemagasin boutique pointdevente pays",
  store_name: "storename shopname nommagasin magasinnom",
  customer:
    "customerid customerno custid clientid client noclient nclient numeroclient idclient codeclient householdid card cardno carte",
  product: "productid productcode stockcode sku itemcode article codearticle reference ref produit codeproduit ean",
  product_name: "productname description itemname designation libelle libellearticle nomproduit",
  category: "family famille rayon department productcategory categorie",
  quantity: "qty units quantite qte",
  amount: "total linetotal salesvalue totalprice amountpaid montant montantttc totalttc",
  unit_price: "unitprice price prix prixunitaire pu puttc",
  channel: "canal saleschannel",
  fulfilment: "fulfillment deliverymethod livraison mode delivery",
  kind: "type nature",
  currency: "devise currencycode",
  score: "nps rating note recommendation",
  comment: "comments verbatim commentaire feedback",
  response: "responseid answerid idreponse",
  interaction: "interactionid contactid caseid",
  text: "message body texte commentaire",
};

const dateFormats = [
  "ISO",
  "D/M/YYYY H:mm",
  "D/M/YYYY H:mm:ss",
  "D/M/YYYY",
  "M/D/YYYY H:mm",
  "M/D/YYYY H:mm:ss",
  "M/D/YYYY",
  "M/D/YYYY h:mm A",
  "D.M.YYYY H:mm",
  "D.M.YYYY H:mm:ss",
  "D.M.YYYY",
  "D-M-YYYY H:mm",
  "D-M-YYYY",
  "YYYY/M/D H:mm",
  "YYYY/M/D H:mm:ss",
  "YYYY/M/D",
] as const;

export interface Suggestion {
  columns: Record<string, string>;
  dateFormat: string;
  decimal: "." | ",";
  encoding: Sample["encoding"];
  refund?: { prefix: string };
}

/** A first guess at a mapping from the names of columns and the first rows, for a person to correct. */
export function suggestMapping(kind: BatchKind, sample: Sample): Suggestion {
  const columns = columnsOf(fieldsOf[kind], sample.header);
  const cells = (field: string) => valuesOf(sample, columns[field]);
  const when = columns.at ? cells("at") : both(cells("date"), columns.time ? cells("time") : []);
  const prefix = refundPrefix(cells("receipt"));
  return {
    columns,
    dateFormat: formatOf(when),
    decimal: decimalOf([...cells("amount"), ...cells("unit_price"), ...cells("quantity")]),
    encoding: sample.encoding,
    ...(kind === "purchases" && prefix !== null && { refund: { prefix } }),
  };
}

function columnsOf(fields: readonly string[], header: readonly string[]): Record<string, string> {
  const columns: Record<string, string> = {};
  const free = new Set(header.filter((name) => name.trim() !== ""));
  for (const pass of [isItself, isSynonym]) {
    for (const field of fields) {
      if (columns[field] !== undefined) continue;
      const found = [...free].find((name) => pass(field, name));
      if (found === undefined) continue;
      columns[field] = found;
      free.delete(found);
    }
  }
  if (columns.at && columns.date) delete columns.date;
  if (!columns.at && columns.date && !columns.time) {
    columns.at = columns.date;
    delete columns.date;
  }
  if (columns.amount && columns.unit_price) delete columns.unit_price;
  return columns;
}

function isItself(field: string, name: string): boolean {
  return plain(name) === plain(field);
}

function isSynonym(field: string, name: string): boolean {
  return (synonyms[field] ?? "").split(" ").includes(plain(name));
}

function plain(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[^a-zA-Z0-9]/g, "")
    .toLowerCase();
}

function valuesOf({ header, rows }: Sample, column: string | undefined): string[] {
  const index = column === undefined ? -1 : header.indexOf(column);
  return index < 0 ? [] : rows.map((row) => (row[index] ?? "").trim()).filter((value) => value !== "");
}

function both(dates: string[], times: string[]): string[] {
  return times.length === 0 ? dates : dates.map((date, i) => `${date} ${times[i] ?? ""}`);
}

/** The first format that reads every value; days before months where both would. */
function formatOf(values: readonly string[]): string {
  const fits = (format: string) => {
    const read = dateReader(format);
    return values.every((value) => read(value) !== null);
  };
  return dateFormats.find(fits) ?? "ISO";
}

function decimalOf(values: readonly string[]): "." | "," {
  const commas = values.filter((value) => /,\d{1,3}$/.test(value)).length;
  const points = values.filter((value) => /\.\d+$/.test(value)).length;
  return commas > points ? "," : ".";
}

/** Receipts that are numbers, but for some that bear a letter in front: those are refunds more often than not. */
function refundPrefix(receipts: readonly string[]): string | null {
  const lettered = receipts.filter((receipt) => /^[A-Z]\d+$/.test(receipt));
  const numbers = receipts.filter((receipt) => /^\d+$/.test(receipt));
  const [letter] = new Set(lettered.map((receipt) => receipt.charAt(0)));
  return letter !== undefined && numbers.length > 4 * lettered.length ? letter : null;
}
