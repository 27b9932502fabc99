ALTER TABLE "cohort" ADD COLUMN "carriers" jsonb;--> statement-breakpoint
CREATE INDEX "store_day_missing" ON "store_day" USING btree ("workspace_id","store_id","day") WHERE status = 'missing';