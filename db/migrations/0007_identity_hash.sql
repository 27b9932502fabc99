-- The keyed hash of what a source calls a customer, as imports make it (server/ingest/keys.ts), under the key of the
-- transaction's workspace, which pages may not read.
CREATE FUNCTION identity_hash(value text) RETURNS bytea
LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  here integer := nullif(current_setting('app.workspace_id', true), '')::int;
  own_key bytea;
BEGIN
  INSERT INTO public.workspace_secret (workspace_id, identity_key)
  VALUES (here, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) ON CONFLICT DO NOTHING;
  SELECT s.identity_key INTO STRICT own_key FROM public.workspace_secret s WHERE s.workspace_id = here;
  RETURN substr(public.hmac_sha256(own_key, convert_to(normalize(value, NFC), 'UTF8')), 1, 16);
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION identity_hash(text) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION identity_hash(text) TO triptych_app;
