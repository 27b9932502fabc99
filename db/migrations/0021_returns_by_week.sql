CREATE TABLE "stratum_week" (
	"workspace_id" integer NOT NULL,
	"change_id" bigint NOT NULL,
	"revision" integer NOT NULL,
	"week" date NOT NULL,
	"stratum" integer NOT NULL,
	"exposed" integer NOT NULL,
	"twins" integer NOT NULL,
	CONSTRAINT "stratum_week_pk" PRIMARY KEY("workspace_id","change_id","revision","week","stratum")
);
--> statement-breakpoint
ALTER TABLE "stratum_week" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "stratum_week" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON stratum_week TO triptych_app;
