-- What the application login may do. Row-level security narrows every line of this to one workspace.
GRANT USAGE ON SCHEMA public TO triptych_app;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO triptych_app;--> statement-breakpoint
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO triptych_app;--> statement-breakpoint
REVOKE ALL ON user_account, workspace_secret FROM triptych_app;--> statement-breakpoint
REVOKE INSERT, DELETE ON workspace FROM triptych_app;--> statement-breakpoint
REVOKE UPDATE, DELETE ON audit_event, change_revision, history FROM triptych_app;--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON purchase_line, interaction, survey_response, verbatim, superseded_row FROM triptych_app;
