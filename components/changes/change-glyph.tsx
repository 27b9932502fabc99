import { getTranslations } from "next-intl/server";
import { TriangleGlyph } from "@/components/charts/triangle-glyph";
import type { VerdictKind } from "@/components/ui/verdict-kind";
import type { ChangeShown } from "@/server/changes/shown";

type Moved = ChangeShown["moved"];

const drawn = {
  client: "client",
  product: "product",
  store: "store",
  "client-product": "clientProduct",
  "client-store": "clientStore",
  "product-store": "productStore",
} as const satisfies Record<Moved, string>;

/** The triptych with what the change moved marked; its sides are not measured yet, so only the baseline is drawn. */
export async function ChangeGlyph({ moved, kind }: { moved: Moved; kind: VerdictKind }) {
  const [t, ui, changes] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getTranslations("changes"),
  ]);
  return (
    <figure className="w-fit">
      <TriangleGlyph
        size="page"
        kind={kind}
        edges={null}
        moved={drawn[moved]}
        label={t("triangle.label", { moved: changes(`moved.${moved}`) })}
        names={{ client: ui("triangle.client"), product: ui("triangle.product"), store: ui("triangle.store") }}
      />
      <figcaption className="text-center text-ink-faint text-tiny">{t("triangle.unmeasured")}</figcaption>
    </figure>
  );
}
