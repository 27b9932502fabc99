CREATE TABLE "stratum_hidden" (
	"workspace_id" integer NOT NULL,
	"change_id" bigint NOT NULL,
	"revision" integer NOT NULL,
	"part" smallint NOT NULL,
	"round" smallint NOT NULL,
	"stratum" integer NOT NULL,
	"day" date NOT NULL,
	"exposed" integer NOT NULL,
	"twins" integer NOT NULL,
	CONSTRAINT "stratum_hidden_pk" PRIMARY KEY("workspace_id","change_id","revision","part","round","stratum","day")
);
--> statement-breakpoint
ALTER TABLE "stratum_hidden" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "stratum_hidden" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON stratum_hidden TO triptych_app;
