ALTER TABLE "store" ADD COLUMN "complete_through" date;--> statement-breakpoint
-- So far a source's days were kept with the source that names its stores.
UPDATE "source" s SET complete_through = b.through
FROM (
  SELECT workspace_id, source_id, max(coalesce(complete_through, last_day - 1)) AS through
  FROM "import_batch" WHERE kind = 'purchases' AND state = 'done' GROUP BY workspace_id, source_id
) b
WHERE b.workspace_id = s.workspace_id AND b.source_id = s.id AND s.complete_through IS NULL;--> statement-breakpoint
UPDATE "store" t SET complete_through = s.complete_through
FROM "source" s WHERE s.workspace_id = t.workspace_id AND s.id = t.source_id;
