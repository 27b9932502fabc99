UPDATE monitor SET down_alarm_on = alarm_on WHERE direction = 'down';--> statement-breakpoint
UPDATE monitor d SET up_alarm_on = u.alarm_on FROM monitor u
WHERE d.direction = 'down' AND u.direction = 'up' AND u.workspace_id = d.workspace_id AND u.change_id = d.change_id
  AND u.revision = d.revision AND u.slice = d.slice;--> statement-breakpoint
UPDATE monitor_day d SET log_e_down = d.log_e, log_e_up = coalesce((
  SELECT u.log_e FROM monitor m JOIN monitor o ON o.workspace_id = m.workspace_id AND o.change_id = m.change_id
    AND o.revision = m.revision AND o.slice = m.slice AND o.direction = 'up'
  JOIN monitor_day u ON u.workspace_id = o.workspace_id AND u.monitor_id = o.id AND u.day = d.day
  WHERE m.workspace_id = d.workspace_id AND m.id = d.monitor_id), 0);--> statement-breakpoint
DELETE FROM monitor_day d USING monitor m
WHERE m.workspace_id = d.workspace_id AND m.id = d.monitor_id AND m.direction = 'up';--> statement-breakpoint
DELETE FROM monitor WHERE direction = 'up';--> statement-breakpoint
UPDATE monitor SET state = NULL, advanced_to = NULL;--> statement-breakpoint
UPDATE reading r SET revision = c.revision FROM change c
WHERE c.workspace_id = r.workspace_id AND r.subject = 'change:' || c.id;--> statement-breakpoint
CREATE SEQUENCE visit_version;--> statement-breakpoint
GRANT USAGE, SELECT ON SEQUENCE visit_version, replay_id_seq TO triptych_app;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON visit_moved, stale_state, portrait_day, membership, placebo, replay TO triptych_app;--> statement-breakpoint
DROP INDEX "monitor_subject";--> statement-breakpoint
ALTER TABLE "monitor_day" ALTER COLUMN "log_e_down" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "monitor_day" ALTER COLUMN "log_e_up" DROP DEFAULT;--> statement-breakpoint
CREATE UNIQUE INDEX "monitor_subject" ON "monitor" USING btree ("workspace_id","change_id","revision","slice");--> statement-breakpoint
ALTER TABLE "monitor" DROP COLUMN "direction";--> statement-breakpoint
ALTER TABLE "monitor" DROP COLUMN "run";--> statement-breakpoint
ALTER TABLE "monitor" DROP COLUMN "threshold";--> statement-breakpoint
ALTER TABLE "monitor" DROP COLUMN "alarm_on";--> statement-breakpoint
ALTER TABLE "monitor_day" DROP COLUMN "log_e";