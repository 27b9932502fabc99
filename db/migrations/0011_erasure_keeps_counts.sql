ALTER TABLE "cohort" ADD COLUMN "kept_through" date;--> statement-breakpoint

-- The hash depends on the kind of identity, as in imports.
DROP FUNCTION identity_hash(text);--> statement-breakpoint
CREATE FUNCTION identity_hash(kind text, value text) RETURNS bytea
LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  here integer := nullif(current_setting('app.workspace_id', true), '')::int;
  own_key bytea;
BEGIN
  INSERT INTO public.workspace_secret (workspace_id, identity_key)
  VALUES (here, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) ON CONFLICT DO NOTHING;
  SELECT s.identity_key INTO STRICT own_key FROM public.workspace_secret s WHERE s.workspace_id = here;
  RETURN public.identity_hash(kind, value, own_key);
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION identity_hash(text, text) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION identity_hash(text, text) TO triptych_app;
