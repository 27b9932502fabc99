ALTER TABLE "cohort" ADD COLUMN "later" jsonb;--> statement-breakpoint
ALTER TABLE "cohort_member" ADD COLUMN "later" smallint DEFAULT 0 NOT NULL;