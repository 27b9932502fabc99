-- Lower case without accents: what people and places are searched by.
CREATE FUNCTION fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = 'pg_catalog' AS $$
  SELECT replace(replace(replace(
    regexp_replace(normalize(lower(words), NFD), '[\u0300-\u036f]', '', 'g'), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss')
$$;--> statement-breakpoint
CREATE TABLE "rate_window" (
	"key" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"used" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_session" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL,
	"token_hash" text NOT NULL,
	"device" text NOT NULL,
	"address" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "user_session_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "customer_join" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"from_customer" bigint NOT NULL,
	"into_customer" bigint NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"batch_id" bigint,
	"proposed_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" bigint,
	"joined_on" date,
	"parted_on" date,
	"before" jsonb,
	"moved" jsonb,
	CONSTRAINT "customer_join_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "customer_join" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "erasure" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"customer_id" bigint,
	"state" text NOT NULL,
	"asked_by" bigint,
	"asked_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	"first_day" date,
	"last_day" date,
	"removed" jsonb,
	CONSTRAINT "erasure_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "erasure" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "joined_identity" (
	"workspace_id" integer NOT NULL,
	"join_id" bigint NOT NULL,
	"source_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"value_hash" "bytea" NOT NULL,
	CONSTRAINT "joined_identity_workspace_id_join_id_source_id_kind_value_hash_pk" PRIMARY KEY("workspace_id","join_id","source_id","kind","value_hash")
);
--> statement-breakpoint
ALTER TABLE "joined_identity" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "persona_answer" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"source_id" bigint NOT NULL,
	"row_key" "bytea" NOT NULL,
	"identity_hash" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"persona" text,
	"answers" jsonb NOT NULL,
	"batch_id" bigint NOT NULL,
	CONSTRAINT "persona_answer_workspace_id_customer_id_source_id_row_key_pk" PRIMARY KEY("workspace_id","customer_id","source_id","row_key")
);
--> statement-breakpoint
ALTER TABLE "persona_answer" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "survey_invitation" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"source_id" bigint NOT NULL,
	"row_key" "bytea" NOT NULL,
	"identity_hash" "bytea" NOT NULL,
	"survey" text,
	"at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"channel" text,
	"stratum" text,
	"random" boolean DEFAULT false NOT NULL,
	"batch_id" bigint NOT NULL,
	CONSTRAINT "survey_invitation_workspace_id_customer_id_source_id_row_key_pk" PRIMARY KEY("workspace_id","customer_id","source_id","row_key")
);
--> statement-breakpoint
ALTER TABLE "survey_invitation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "touched_customer" (
	"workspace_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"from_day" date NOT NULL,
	CONSTRAINT "touched_customer_workspace_id_customer_id_pk" PRIMARY KEY("workspace_id","customer_id")
);
--> statement-breakpoint
ALTER TABLE "touched_customer" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "data_alert" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"dedupe_key" text NOT NULL,
	"kind" text NOT NULL,
	"source_id" bigint,
	"store_id" bigint,
	"since_on" date NOT NULL,
	"evidence" jsonb NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone,
	"seen_by" bigint,
	"cleared_at" timestamp with time zone,
	CONSTRAINT "data_alert_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "data_alert" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "overwritten_value" (
	"workspace_id" integer NOT NULL,
	"table_name" text NOT NULL,
	"row_id" bigint NOT NULL,
	"column_name" text NOT NULL,
	"by_batch" bigint NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "overwritten_value_workspace_id_table_name_row_id_column_name_by_batch_pk" PRIMARY KEY("workspace_id","table_name","row_id","column_name","by_batch")
);
--> statement-breakpoint
ALTER TABLE "overwritten_value" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "stock_interval" (
	"workspace_id" integer NOT NULL,
	"store_id" bigint NOT NULL,
	"product_id" bigint NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date,
	"in_stock" boolean NOT NULL,
	"source_id" bigint NOT NULL,
	"row_key" "bytea" NOT NULL,
	"batch_id" bigint NOT NULL,
	CONSTRAINT "stock_interval_workspace_id_store_id_product_id_from_day_pk" PRIMARY KEY("workspace_id","store_id","product_id","from_day")
);
--> statement-breakpoint
ALTER TABLE "stock_interval" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "api_key" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_key_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "api_key_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
ALTER TABLE "api_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "invitation" (
	"workspace_id" integer NOT NULL,
	"id" bigserial NOT NULL,
	"email_key" text NOT NULL,
	"role" text NOT NULL,
	"sees_people" boolean DEFAULT false NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "invitation_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "invitation_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
ALTER TABLE "invitation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "identity" ALTER COLUMN "customer_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "superseded_row" ALTER COLUMN "customer_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "change" ADD COLUMN "source_id" bigint;--> statement-breakpoint
ALTER TABLE "change" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "change_customer" ADD COLUMN "batch_id" bigint;--> statement-breakpoint
ALTER TABLE "change_customer" ADD COLUMN "identity_hash" "bytea";--> statement-breakpoint
ALTER TABLE "customer" ADD COLUMN "consent" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "customer" ADD COLUMN "search" text GENERATED ALWAYS AS (fold(coalesce(reference, '') || ' ' || coalesce(home_area, '') || ' ' || (attributes)::text)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "interaction" ADD COLUMN "identity_hash" "bytea";--> statement-breakpoint
-- So far each person had one identity.
UPDATE "interaction" t SET identity_hash = i.value_hash FROM identity i
WHERE i.workspace_id = t.workspace_id AND i.customer_id = t.customer_id;--> statement-breakpoint
ALTER TABLE "interaction" ALTER COLUMN "identity_hash" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "survey_response" ADD COLUMN "identity_hash" "bytea";--> statement-breakpoint
-- So far each person had one identity.
UPDATE "survey_response" t SET identity_hash = i.value_hash FROM identity i
WHERE i.workspace_id = t.workspace_id AND i.customer_id = t.customer_id;--> statement-breakpoint
ALTER TABLE "survey_response" ALTER COLUMN "identity_hash" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "survey_response" ADD COLUMN "survey" text;--> statement-breakpoint
ALTER TABLE "survey_response" ADD COLUMN "invitation_key" "bytea";--> statement-breakpoint
ALTER TABLE "identity" ADD COLUMN "registered" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "identity" ADD COLUMN "verified" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "identity" ADD COLUMN "batch_id" bigint;--> statement-breakpoint
ALTER TABLE "identity" ADD COLUMN "suppressed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "import_batch" ADD COLUMN "via" text DEFAULT 'command' NOT NULL;--> statement-breakpoint
ALTER TABLE "import_batch" ADD COLUMN "references_id" bigint;--> statement-breakpoint
ALTER TABLE "import_batch" ADD COLUMN "undone_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "import_batch" ADD COLUMN "undone_by" bigint;--> statement-breakpoint
ALTER TABLE "source" ADD COLUMN "expected_every" integer;--> statement-breakpoint
ALTER TABLE "source" ADD COLUMN "sample_of_lines" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "user_account" ADD COLUMN "oidc_issuer" text;--> statement-breakpoint
ALTER TABLE "user_account" ADD COLUMN "oidc_subject" text;--> statement-breakpoint
CREATE INDEX "user_session_user" ON "user_session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "customer_join_from" ON "customer_join" USING btree ("workspace_id","from_customer");--> statement-breakpoint
CREATE INDEX "customer_join_into" ON "customer_join" USING btree ("workspace_id","into_customer");--> statement-breakpoint
CREATE INDEX "persona_answer_key" ON "persona_answer" USING btree ("workspace_id","source_id","row_key");--> statement-breakpoint
CREATE INDEX "persona_answer_batch" ON "persona_answer" USING btree ("workspace_id","batch_id");--> statement-breakpoint
CREATE INDEX "survey_invitation_day" ON "survey_invitation" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "survey_invitation_key" ON "survey_invitation" USING btree ("workspace_id","source_id","row_key");--> statement-breakpoint
CREATE INDEX "survey_invitation_batch" ON "survey_invitation" USING btree ("workspace_id","batch_id");--> statement-breakpoint
CREATE INDEX "data_alert_key" ON "data_alert" USING btree ("workspace_id","dedupe_key");--> statement-breakpoint
CREATE INDEX "overwritten_value_batch" ON "overwritten_value" USING btree ("workspace_id","by_batch");--> statement-breakpoint
CREATE INDEX "stock_interval_key" ON "stock_interval" USING btree ("workspace_id","source_id","row_key");--> statement-breakpoint
CREATE INDEX "stock_interval_batch" ON "stock_interval" USING btree ("workspace_id","batch_id");--> statement-breakpoint
CREATE UNIQUE INDEX "change_external" ON "change" USING btree ("workspace_id","source_id","external_id");--> statement-breakpoint
CREATE INDEX "change_customer_batch" ON "change_customer" USING btree ("workspace_id","batch_id");--> statement-breakpoint
CREATE INDEX "interaction_key" ON "interaction" USING btree ("workspace_id","source_id","row_key");--> statement-breakpoint
CREATE INDEX "interaction_batch" ON "interaction" USING btree ("workspace_id","batch_id");--> statement-breakpoint
CREATE INDEX "survey_response_key" ON "survey_response" USING btree ("workspace_id","source_id","row_key");--> statement-breakpoint
CREATE INDEX "survey_response_batch" ON "survey_response" USING btree ("workspace_id","batch_id");--> statement-breakpoint
CREATE INDEX "verbatim_key" ON "verbatim" USING btree ("workspace_id","source_id","row_key");--> statement-breakpoint
CREATE INDEX "verbatim_batch" ON "verbatim" USING btree ("workspace_id","batch_id");--> statement-breakpoint
CREATE INDEX "import_batch_source" ON "import_batch" USING btree ("workspace_id","source_id","state");--> statement-breakpoint
CREATE INDEX "superseded_row_batch" ON "superseded_row" USING btree ("workspace_id","by_batch");--> statement-breakpoint
CREATE UNIQUE INDEX "user_account_oidc" ON "user_account" USING btree ("oidc_issuer","oidc_subject");--> statement-breakpoint
CREATE POLICY "workspace_only" ON "customer_join" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "erasure" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "joined_identity" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "persona_answer" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "survey_invitation" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "touched_customer" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "data_alert" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "overwritten_value" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "stock_interval" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "api_key" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "invitation" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
UPDATE "import_batch" SET references_id = source_id WHERE state = 'done';--> statement-breakpoint
INSERT INTO touched_customer (workspace_id, customer_id, from_day)
SELECT l.workspace_id, l.customer_id, min(l.day) FROM purchase_line l
JOIN import_batch b ON b.workspace_id = l.workspace_id AND b.id = l.batch_id AND b.state = 'done' AND b.derived_at IS NULL
GROUP BY l.workspace_id, l.customer_id;--> statement-breakpoint

-- Without the extension searching reads every customer of the workspace: slower, not wrong.
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX customer_search ON customer USING gin (search gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
  RAISE NOTICE 'pg_trgm is not available: customers are searched without an index';
END $$;--> statement-breakpoint

GRANT EXECUTE ON FUNCTION fold(text) TO triptych_app;--> statement-breakpoint
GRANT SELECT ON customer_join, joined_identity, erasure, touched_customer, persona_answer, survey_invitation, data_alert,
  overwritten_value, stock_interval, api_key, invitation TO triptych_app;--> statement-breakpoint
GRANT INSERT, UPDATE ON customer_join, erasure, data_alert, api_key, invitation TO triptych_app;--> statement-breakpoint
GRANT INSERT, UPDATE, DELETE ON touched_customer TO triptych_app;--> statement-breakpoint
GRANT USAGE, SELECT ON SEQUENCE customer_join_id_seq, erasure_id_seq, data_alert_id_seq, api_key_id_seq, invitation_id_seq
TO triptych_app;
