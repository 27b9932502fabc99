CREATE TABLE "membership" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"from_day" date NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	"to_day" date,
	"replaced_at" timestamp with time zone,
	"segment" text NOT NULL,
	"model_id" bigint,
	CONSTRAINT "membership_workspace_id_customer_id_from_day_known_at_pk" PRIMARY KEY("workspace_id","customer_id","from_day","known_at")
);--> statement-breakpoint
ALTER TABLE "membership" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "portrait_day" (
	"workspace_id" integer NOT NULL,
	"as_of" date NOT NULL,
	"kept_since" date NOT NULL,
	"model_id" bigint,
	CONSTRAINT "portrait_day_workspace_id_pk" PRIMARY KEY("workspace_id")
);--> statement-breakpoint
ALTER TABLE "portrait_day" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "stale_state" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"from_day" date NOT NULL,
	CONSTRAINT "stale_state_workspace_id_customer_id_pk" PRIMARY KEY("workspace_id","customer_id")
);--> statement-breakpoint
ALTER TABLE "stale_state" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "visit_moved" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"day" date NOT NULL,
	"version" bigint NOT NULL,
	"before" boolean NOT NULL,
	"after" boolean NOT NULL,
	CONSTRAINT "visit_moved_workspace_id_customer_id_day_version_pk" PRIMARY KEY("workspace_id","customer_id","day","version")
);--> statement-breakpoint
ALTER TABLE "visit_moved" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "placebo" (
	"workspace_id" integer NOT NULL,
	"change_id" bigint NOT NULL,
	"revision" integer NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"day0" date NOT NULL,
	"scope" jsonb NOT NULL,
	"exposed" integer NOT NULL,
	"twins" integer NOT NULL,
	"unmeasurable" text,
	"weeks" jsonb NOT NULL,
	"down_alarm_on" date,
	"up_alarm_on" date,
	"computed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "placebo_workspace_id_change_id_revision_number_pk" PRIMARY KEY("workspace_id","change_id","revision","number")
);--> statement-breakpoint
ALTER TABLE "placebo" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "replay" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"state" text NOT NULL,
	"asked_by" bigint,
	"asked_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	"result" jsonb,
	CONSTRAINT "replay_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);--> statement-breakpoint
ALTER TABLE "replay" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "monitor_day" DROP CONSTRAINT "monitor_day_workspace_id_monitor_id_day_pk";--> statement-breakpoint
ALTER TABLE "reading" DROP CONSTRAINT "reading_workspace_id_method_version_subject_slice_as_of_pk";--> statement-breakpoint
ALTER TABLE "stratum_day" DROP CONSTRAINT "stratum_day_workspace_id_change_id_revision_round_stratum_day_pk";--> statement-breakpoint
ALTER TABLE "monitor" ALTER COLUMN "direction" SET DEFAULT 'down';--> statement-breakpoint
ALTER TABLE "monitor" ALTER COLUMN "threshold" SET DEFAULT 1;--> statement-breakpoint
ALTER TABLE "monitor_day" ALTER COLUMN "log_e" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "monitor_day" ADD CONSTRAINT "monitor_day_workspace_id_monitor_id_day_known_at_pk" PRIMARY KEY("workspace_id","monitor_id","day","known_at");--> statement-breakpoint
ALTER TABLE "customer_state" ADD COLUMN "next_transition_on" date DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
ALTER TABLE "model" ADD COLUMN "valid_from" date;--> statement-breakpoint
ALTER TABLE "model" ADD COLUMN "reason" text DEFAULT 'past day' NOT NULL;--> statement-breakpoint
ALTER TABLE "cohort" ADD COLUMN "counted_through" date;--> statement-breakpoint
ALTER TABLE "cohort" ADD COLUMN "counted_version" bigint;--> statement-breakpoint
ALTER TABLE "cohort" ADD COLUMN "counted_with" text;--> statement-breakpoint
ALTER TABLE "cohort" ADD COLUMN "read_through" date;--> statement-breakpoint
ALTER TABLE "cohort" ADD COLUMN "read_version" bigint;--> statement-breakpoint
ALTER TABLE "cohort" ADD COLUMN "read_with" text;--> statement-breakpoint
ALTER TABLE "cohort" ADD COLUMN "calibration" jsonb;--> statement-breakpoint
ALTER TABLE "cohort_member" ADD COLUMN "intense" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "monitor" ADD COLUMN "advanced_version" bigint;--> statement-breakpoint
ALTER TABLE "monitor" ADD COLUMN "down_alarm_on" date;--> statement-breakpoint
ALTER TABLE "monitor" ADD COLUMN "down_since" date;--> statement-breakpoint
ALTER TABLE "monitor" ADD COLUMN "up_alarm_on" date;--> statement-breakpoint
ALTER TABLE "monitor" ADD COLUMN "up_since" date;--> statement-breakpoint
ALTER TABLE "monitor_day" ADD COLUMN "log_e_down" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "monitor_day" ADD COLUMN "log_e_up" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "reading" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stratum_day" ADD COLUMN "part" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "job_run" ADD COLUMN "counts" jsonb;--> statement-breakpoint
ALTER TABLE "job_run" ADD COLUMN "day" date;--> statement-breakpoint
ALTER TABLE "job_run" ADD COLUMN "root_id" bigint;--> statement-breakpoint
ALTER TABLE "reading" ADD CONSTRAINT "reading_pk" PRIMARY KEY("workspace_id","method","version","subject","slice","revision","as_of","known_at");--> statement-breakpoint
ALTER TABLE "stratum_day" ADD CONSTRAINT "stratum_day_pk" PRIMARY KEY("workspace_id","change_id","revision","part","round","stratum","day");--> statement-breakpoint
CREATE INDEX "membership_segment" ON "membership" USING btree ("workspace_id","segment","from_day");--> statement-breakpoint
CREATE INDEX "visit_moved_version" ON "visit_moved" USING btree ("workspace_id","version");--> statement-breakpoint
CREATE INDEX "customer_state_transition" ON "customer_state" USING btree ("workspace_id","next_transition_on");--> statement-breakpoint
CREATE INDEX "job_run_root" ON "job_run" USING btree ("workspace_id","root_id");--> statement-breakpoint
CREATE POLICY "workspace_only" ON "membership" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "portrait_day" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "stale_state" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "visit_moved" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "placebo" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "replay" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);