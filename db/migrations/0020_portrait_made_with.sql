ALTER TABLE "portrait_day" ADD COLUMN "made_with" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "portrait_day" ADD COLUMN "version" bigint DEFAULT 0 NOT NULL;