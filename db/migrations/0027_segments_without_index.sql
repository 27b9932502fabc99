DROP INDEX "customer_state_segment";--> statement-breakpoint
DROP INDEX "membership_segment";