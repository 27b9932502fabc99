DROP INDEX "customer_state_transition";--> statement-breakpoint
-- Room on the page for a portrait's next version: without an index on what moves, it stays beside the old one.
ALTER TABLE "customer_state" SET (fillfactor = 60);
