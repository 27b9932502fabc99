-- The keyed hash of what a source calls a customer, as imports make it (server/ingest/keys.ts): the first 16 bytes of
-- HMAC-SHA256 under the key of the transaction's workspace, which pages may not read.
CREATE FUNCTION identity_hash(value text) RETURNS bytea
LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  here integer := nullif(current_setting('app.workspace_id', true), '')::int;
  key bytea;
  inner_pad bytea := decode(repeat('36', 64), 'hex');
  outer_pad bytea := decode(repeat('5c', 64), 'hex');
BEGIN
  INSERT INTO public.workspace_secret (workspace_id, identity_key)
  VALUES (here, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) ON CONFLICT DO NOTHING;
  SELECT s.identity_key INTO STRICT key FROM public.workspace_secret s WHERE s.workspace_id = here;
  IF length(key) > 64 THEN
    key := sha256(key);
  END IF;
  FOR i IN 0 .. length(key) - 1 LOOP
    inner_pad := set_byte(inner_pad, i, get_byte(key, i) # 54);
    outer_pad := set_byte(outer_pad, i, get_byte(key, i) # 92);
  END LOOP;
  RETURN substring(sha256(outer_pad || sha256(inner_pad || convert_to(normalize(value, NFC), 'UTF8'))) FROM 1 FOR 16);
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION identity_hash(text) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION identity_hash(text) TO triptych_app;
