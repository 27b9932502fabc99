ALTER TABLE "cohort_member" ADD COLUMN "main_store_id" bigint;--> statement-breakpoint
ALTER TABLE "cohort_member" ADD COLUMN "main_category_id" bigint;--> statement-breakpoint
ALTER TABLE "cohort_member" ADD COLUMN "main_channel" text;