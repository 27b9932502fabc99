CREATE TABLE "store_week" (
	"workspace_id" integer NOT NULL,
	"store_id" bigint NOT NULL,
	"week" date NOT NULL,
	"source_id" bigint NOT NULL,
	"lines" integer NOT NULL,
	"revenue" bigint NOT NULL,
	"identified" bigint NOT NULL,
	"counted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "store_week_workspace_id_store_id_week_source_id_pk" PRIMARY KEY("workspace_id","store_id","week","source_id")
);
--> statement-breakpoint
ALTER TABLE "store_week" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "store_week" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON store_week TO triptych_app;