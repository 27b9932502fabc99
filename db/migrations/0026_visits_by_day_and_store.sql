DROP INDEX "visit_store_day";--> statement-breakpoint
DROP INDEX "visit_day";--> statement-breakpoint
CREATE INDEX "visit_day_store" ON "visit" USING btree ("workspace_id","day","store_id");