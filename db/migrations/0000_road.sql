CREATE TABLE "alert" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"dedupe_key" text NOT NULL,
	"kind" text NOT NULL,
	"change_id" bigint NOT NULL,
	"state" text NOT NULL,
	"owner_id" bigint,
	"snooze_until" date,
	"snooze_reason" text,
	"evidence" jsonb NOT NULL,
	"raised_on" date NOT NULL,
	"since_on" date,
	"weakened_on" date,
	"raised_at" timestamp with time zone NOT NULL,
	"closed_as" text,
	"closed_reason" text,
	CONSTRAINT "alert_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "alert" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "history" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"subject" text NOT NULL,
	"kind" text NOT NULL,
	"by" bigint,
	"at" timestamp with time zone NOT NULL,
	"body" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "history_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "history" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "product" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"source_id" bigint NOT NULL,
	"external_id" text NOT NULL,
	"kind" text DEFAULT 'product' NOT NULL,
	"parent_id" bigint,
	"path" text DEFAULT '' NOT NULL,
	"name" text NOT NULL,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"merchandise" boolean DEFAULT true NOT NULL,
	"successor_id" bigint,
	CONSTRAINT "product_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "product" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "store" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"source_id" bigint NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"tz" text,
	"lat" double precision,
	"lon" double precision,
	"region" text,
	"format" text,
	"hours" jsonb,
	"opened_on" date,
	"closed_on" date,
	"successor_id" bigint,
	CONSTRAINT "store_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "store" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "change" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"nature" text DEFAULT 'change' NOT NULL,
	"title" text NOT NULL,
	"moved" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"owner_id" bigint,
	"revision" integer DEFAULT 1 NOT NULL,
	"start_planned" date,
	"start_actual" date,
	"end_planned" date,
	"end_actual" date,
	"start_confirmed" boolean DEFAULT false NOT NULL,
	"hypothesis" text,
	"gain_minor" bigint,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"links" text[] DEFAULT '{}' NOT NULL,
	"recorded_on" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" bigint,
	CONSTRAINT "change_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "change" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "change_customer" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"change_id" bigint NOT NULL,
	CONSTRAINT "change_customer_workspace_id_customer_id_change_id_pk" PRIMARY KEY("workspace_id","customer_id","change_id")
);
--> statement-breakpoint
ALTER TABLE "change_customer" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "change_revision" (
	"workspace_id" integer NOT NULL,
	"change_id" bigint NOT NULL,
	"revision" integer NOT NULL,
	"before" jsonb,
	"after" jsonb NOT NULL,
	"reason" text,
	"by" bigint,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "change_revision_workspace_id_change_id_revision_pk" PRIMARY KEY("workspace_id","change_id","revision")
);
--> statement-breakpoint
ALTER TABLE "change_revision" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "change_scope" (
	"workspace_id" integer NOT NULL,
	"change_id" bigint NOT NULL,
	"revision" integer NOT NULL,
	"item" integer NOT NULL,
	"dimension" text NOT NULL,
	"ref_id" bigint,
	"value" text,
	"start_on" date,
	"end_on" date,
	CONSTRAINT "change_scope_workspace_id_change_id_revision_item_pk" PRIMARY KEY("workspace_id","change_id","revision","item")
);
--> statement-breakpoint
ALTER TABLE "change_scope" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "customer" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigserial NOT NULL,
	"kind" text NOT NULL,
	"reference" text,
	"store_id" bigint,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"home_area" text,
	CONSTRAINT "customer_workspace_id_customer_id_pk" PRIMARY KEY("workspace_id","customer_id")
);
--> statement-breakpoint
ALTER TABLE "customer" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "customer_state" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"as_of" date NOT NULL,
	"first_day" date NOT NULL,
	"last_day" date NOT NULL,
	"x" integer NOT NULL,
	"amount_minor" bigint NOT NULL,
	"n_365" integer NOT NULL,
	"value_365" bigint NOT NULL,
	"products" integer NOT NULL,
	"median_gap" double precision,
	"main_store_id" bigint,
	"segment" text NOT NULL,
	"due_on" date,
	"lapsing_on" date,
	"lost_on" date,
	"model_id" bigint,
	CONSTRAINT "customer_state_workspace_id_customer_id_pk" PRIMARY KEY("workspace_id","customer_id")
);
--> statement-breakpoint
ALTER TABLE "customer_state" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "interaction" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"source_id" bigint NOT NULL,
	"row_key" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"direction" text NOT NULL,
	"mode" text NOT NULL,
	"channel" text NOT NULL,
	"store_id" bigint,
	"product_id" bigint,
	"resolved_first" boolean,
	"transferred" boolean,
	"batch_id" bigint NOT NULL,
	CONSTRAINT "interaction_workspace_id_customer_id_source_id_row_key_pk" PRIMARY KEY("workspace_id","customer_id","source_id","row_key")
);
--> statement-breakpoint
ALTER TABLE "interaction" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "model" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"kind" text NOT NULL,
	"group_key" text NOT NULL,
	"fitted_on" date NOT NULL,
	"parameters" jsonb NOT NULL,
	"diagnostics" jsonb NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "model_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "model" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "purchase_line" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"source_id" bigint NOT NULL,
	"line_key" "bytea" NOT NULL,
	"identity_hash" "bytea",
	"receipt_key" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"minute" smallint NOT NULL,
	"store_id" bigint NOT NULL,
	"product_id" bigint NOT NULL,
	"channel" text NOT NULL,
	"fulfilment" text NOT NULL,
	"kind" text NOT NULL,
	"quantity" numeric(14, 3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"batch_id" bigint NOT NULL,
	CONSTRAINT "purchase_line_workspace_id_customer_id_source_id_line_key_pk" PRIMARY KEY("workspace_id","customer_id","source_id","line_key")
);
--> statement-breakpoint
ALTER TABLE "purchase_line" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "survey_response" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"source_id" bigint NOT NULL,
	"row_key" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"score" smallint NOT NULL,
	"store_id" bigint,
	"batch_id" bigint NOT NULL,
	CONSTRAINT "survey_response_workspace_id_customer_id_source_id_row_key_pk" PRIMARY KEY("workspace_id","customer_id","source_id","row_key")
);
--> statement-breakpoint
ALTER TABLE "survey_response" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "verbatim" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"source_id" bigint NOT NULL,
	"row_key" "bytea" NOT NULL,
	"origin" text NOT NULL,
	"day" date NOT NULL,
	"store_id" bigint,
	"product_id" bigint,
	"body" text NOT NULL,
	"batch_id" bigint NOT NULL,
	CONSTRAINT "verbatim_workspace_id_customer_id_source_id_row_key_pk" PRIMARY KEY("workspace_id","customer_id","source_id","row_key")
);
--> statement-breakpoint
ALTER TABLE "verbatim" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "visit" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"day" date NOT NULL,
	"store_id" bigint NOT NULL,
	"channel" text NOT NULL,
	"occasion" boolean NOT NULL,
	"sale_lines" integer NOT NULL,
	"amount_minor" bigint NOT NULL,
	"refund_minor" bigint NOT NULL,
	"new_products" integer NOT NULL,
	"first_minute" smallint NOT NULL,
	CONSTRAINT "visit_workspace_id_customer_id_day_store_id_channel_pk" PRIMARY KEY("workspace_id","customer_id","day","store_id","channel")
);
--> statement-breakpoint
ALTER TABLE "visit" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cohort" (
	"workspace_id" integer NOT NULL,
	"change_id" bigint NOT NULL,
	"revision" integer NOT NULL,
	"day0" date NOT NULL,
	"alarm_from" date NOT NULL,
	"horizon_days" integer NOT NULL,
	"round_days" integer NOT NULL,
	"seed" bigint NOT NULL,
	"unmeasurable" text,
	"model" jsonb NOT NULL,
	"strata" jsonb NOT NULL,
	"counts" jsonb NOT NULL,
	"balance" jsonb NOT NULL,
	"diagnostics" jsonb NOT NULL,
	"frozen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "cohort_workspace_id_change_id_revision_pk" PRIMARY KEY("workspace_id","change_id","revision")
);
--> statement-breakpoint
ALTER TABLE "cohort" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cohort_member" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"change_id" bigint NOT NULL,
	"revision" integer NOT NULL,
	"wave" smallint NOT NULL,
	"arm" text NOT NULL,
	"reason" text,
	"day0" date NOT NULL,
	"segment" text NOT NULL,
	"stratum" integer,
	"matched_set" bigint,
	"x" integer NOT NULL,
	"t_x" integer NOT NULL,
	"t_total" integer NOT NULL,
	"return_probability" double precision,
	"due_days" integer,
	"intensity" double precision,
	"value_minor" bigint,
	"censored_on" date,
	CONSTRAINT "cohort_member_workspace_id_customer_id_change_id_revision_pk" PRIMARY KEY("workspace_id","customer_id","change_id","revision")
);
--> statement-breakpoint
ALTER TABLE "cohort_member" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "monitor" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"change_id" bigint NOT NULL,
	"revision" integer NOT NULL,
	"slice" text NOT NULL,
	"direction" text NOT NULL,
	"run" text DEFAULT 'live' NOT NULL,
	"threshold" double precision NOT NULL,
	"opened_on" date NOT NULL,
	"advanced_to" date,
	"closed_on" date,
	"closed_why" text,
	"state" jsonb,
	"alarm_on" date,
	"calibrated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "monitor_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "monitor" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "monitor_day" (
	"workspace_id" integer NOT NULL,
	"monitor_id" bigint NOT NULL,
	"day" date NOT NULL,
	"log_e" double precision NOT NULL,
	"observed" double precision NOT NULL,
	"expected" double precision NOT NULL,
	"variance" double precision NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "monitor_day_workspace_id_monitor_id_day_pk" PRIMARY KEY("workspace_id","monitor_id","day")
);
--> statement-breakpoint
ALTER TABLE "monitor_day" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reading" (
	"workspace_id" integer NOT NULL,
	"method" text NOT NULL,
	"version" integer NOT NULL,
	"subject" text NOT NULL,
	"slice" text NOT NULL,
	"as_of" date NOT NULL,
	"value" double precision,
	"low" double precision,
	"high" double precision,
	"n" integer,
	"parts" jsonb NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reading_workspace_id_method_version_subject_slice_as_of_pk" PRIMARY KEY("workspace_id","method","version","subject","slice","as_of")
);
--> statement-breakpoint
ALTER TABLE "reading" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "stratum_day" (
	"workspace_id" integer NOT NULL,
	"change_id" bigint NOT NULL,
	"revision" integer NOT NULL,
	"round" smallint NOT NULL,
	"stratum" integer NOT NULL,
	"day" date NOT NULL,
	"risk_exposed" integer NOT NULL,
	"risk_twin" integer NOT NULL,
	"events_exposed" integer NOT NULL,
	"events_twin" integer NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	CONSTRAINT "stratum_day_workspace_id_change_id_revision_round_stratum_day_pk" PRIMARY KEY("workspace_id","change_id","revision","round","stratum","day")
);
--> statement-breakpoint
ALTER TABLE "stratum_day" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "identity" (
	"workspace_id" integer NOT NULL,
	"source_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"value_hash" "bytea" NOT NULL,
	"customer_id" bigint NOT NULL,
	"first_seen" date,
	CONSTRAINT "identity_workspace_id_source_id_kind_value_hash_pk" PRIMARY KEY("workspace_id","source_id","kind","value_hash")
);
--> statement-breakpoint
ALTER TABLE "identity" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_batch" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"source_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"files" jsonb NOT NULL,
	"mapping" jsonb NOT NULL,
	"state" text NOT NULL,
	"done_bytes" bigint DEFAULT 0 NOT NULL,
	"total_bytes" bigint DEFAULT 0 NOT NULL,
	"report" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"error" jsonb,
	"first_day" date,
	"last_day" date,
	"complete_through" date,
	"created_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	"heartbeat_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"derived_at" timestamp with time zone,
	CONSTRAINT "import_batch_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "import_batch" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_reject" (
	"workspace_id" integer NOT NULL,
	"batch_id" bigint NOT NULL,
	"file" text NOT NULL,
	"line" bigint NOT NULL,
	"column" text NOT NULL,
	"value" text NOT NULL,
	"code" text NOT NULL,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "import_reject_workspace_id_batch_id_file_line_column_pk" PRIMARY KEY("workspace_id","batch_id","file","line","column")
);
--> statement-breakpoint
ALTER TABLE "import_reject" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "source" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"name" text NOT NULL,
	"mapping" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"complete_through" date,
	CONSTRAINT "source_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "source" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "store_day" (
	"workspace_id" integer NOT NULL,
	"store_id" bigint NOT NULL,
	"day" date NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"lines" integer NOT NULL,
	"expected" integer,
	CONSTRAINT "store_day_workspace_id_store_id_day_pk" PRIMARY KEY("workspace_id","store_id","day")
);
--> statement-breakpoint
ALTER TABLE "store_day" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "superseded_row" (
	"workspace_id" integer NOT NULL,
	"table_name" text NOT NULL,
	"row_key" "bytea" NOT NULL,
	"by_batch" bigint NOT NULL,
	"customer_id" bigint NOT NULL,
	"row" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "superseded_row_workspace_id_table_name_row_key_by_batch_pk" PRIMARY KEY("workspace_id","table_name","row_key","by_batch")
);
--> statement-breakpoint
ALTER TABLE "superseded_row" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_event" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"user_id" bigint,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "audit_event_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "audit_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_run" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"job" text NOT NULL,
	"queue_id" text,
	"subject" text NOT NULL,
	"state" text NOT NULL,
	"step" text,
	"done" bigint DEFAULT 0 NOT NULL,
	"total" bigint,
	"rows" bigint,
	"tries" integer DEFAULT 0 NOT NULL,
	"error" text,
	"queued_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"heartbeat_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "job_run_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "job_run" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "member" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"user_id" bigint NOT NULL,
	"role" text NOT NULL,
	"sees_people" boolean DEFAULT false NOT NULL,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "member_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "member" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "user_account" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"email_key" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"locale" text,
	"theme" text,
	"session_version" integer DEFAULT 1 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspace" (
	"id" serial PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"currency" text NOT NULL,
	"tz" text NOT NULL,
	"day_starts_at" integer DEFAULT 0 NOT NULL,
	"pinned_day" date,
	"alpha" double precision DEFAULT 0.05 NOT NULL,
	"min_group" integer DEFAULT 10 NOT NULL,
	"margin_rate" double precision,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "workspace" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "workspace_secret" (
	"workspace_id" integer PRIMARY KEY NOT NULL,
	"identity_key" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "workspace_secret" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_dedupe" ON "alert" USING btree ("workspace_id","dedupe_key");--> statement-breakpoint
CREATE INDEX "history_subject" ON "history" USING btree ("workspace_id","subject");--> statement-breakpoint
CREATE UNIQUE INDEX "product_external" ON "product" USING btree ("workspace_id","source_id","kind","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "store_external" ON "store" USING btree ("workspace_id","source_id","external_id");--> statement-breakpoint
CREATE INDEX "change_state" ON "change" USING btree ("workspace_id","state");--> statement-breakpoint
CREATE INDEX "change_customer_change" ON "change_customer" USING btree ("workspace_id","change_id");--> statement-breakpoint
CREATE INDEX "customer_store" ON "customer" USING btree ("workspace_id","store_id");--> statement-breakpoint
CREATE INDEX "customer_state_segment" ON "customer_state" USING btree ("workspace_id","segment");--> statement-breakpoint
CREATE INDEX "interaction_day" ON "interaction" USING btree ("workspace_id","kind","day");--> statement-breakpoint
CREATE INDEX "model_lookup" ON "model" USING btree ("workspace_id","kind","group_key","fitted_on");--> statement-breakpoint
CREATE INDEX "purchase_line_store_day" ON "purchase_line" USING btree ("workspace_id","store_id","day");--> statement-breakpoint
CREATE INDEX "purchase_line_product_day" ON "purchase_line" USING btree ("workspace_id","product_id","day");--> statement-breakpoint
CREATE INDEX "purchase_line_key" ON "purchase_line" USING btree ("workspace_id","source_id","line_key");--> statement-breakpoint
CREATE INDEX "purchase_line_receipt" ON "purchase_line" USING btree ("workspace_id","source_id","receipt_key");--> statement-breakpoint
CREATE INDEX "purchase_line_batch" ON "purchase_line" USING btree ("workspace_id","batch_id");--> statement-breakpoint
CREATE INDEX "survey_response_day" ON "survey_response" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "verbatim_day" ON "verbatim" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "visit_store_day" ON "visit" USING btree ("workspace_id","store_id","day");--> statement-breakpoint
CREATE INDEX "visit_day" ON "visit" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "cohort_member_change" ON "cohort_member" USING btree ("workspace_id","change_id","revision","arm");--> statement-breakpoint
CREATE UNIQUE INDEX "monitor_subject" ON "monitor" USING btree ("workspace_id","change_id","revision","slice","direction","run");--> statement-breakpoint
CREATE INDEX "reading_subject" ON "reading" USING btree ("workspace_id","subject","as_of");--> statement-breakpoint
CREATE INDEX "identity_customer" ON "identity" USING btree ("workspace_id","customer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "source_name" ON "source" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE INDEX "superseded_row_customer" ON "superseded_row" USING btree ("workspace_id","customer_id");--> statement-breakpoint
CREATE INDEX "audit_event_subject" ON "audit_event" USING btree ("workspace_id","subject");--> statement-breakpoint
CREATE INDEX "job_run_subject" ON "job_run" USING btree ("workspace_id","subject");--> statement-breakpoint
CREATE UNIQUE INDEX "member_user" ON "member" USING btree ("workspace_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "user_account_email_key" ON "user_account" USING btree ("email_key");--> statement-breakpoint
CREATE UNIQUE INDEX "workspace_slug" ON "workspace" USING btree ("slug");--> statement-breakpoint
CREATE POLICY "workspace_only" ON "alert" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "history" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "product" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "store" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "change" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "change_customer" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "change_revision" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "change_scope" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "customer" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "customer_state" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "interaction" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "model" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "purchase_line" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "survey_response" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "verbatim" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "visit" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "cohort" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "cohort_member" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "monitor" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "monitor_day" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "reading" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "stratum_day" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "identity" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "import_batch" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "import_reject" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "source" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "store_day" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "superseded_row" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "audit_event" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "job_run" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "member" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "workspace" AS PERMISSIVE FOR ALL TO "triptych_app" USING (id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "workspace_secret" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);