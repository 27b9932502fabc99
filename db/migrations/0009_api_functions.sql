CREATE TABLE "api_request" (
	"workspace_id" integer NOT NULL,
	"key_id" bigint NOT NULL,
	"token" text NOT NULL,
	"fingerprint" text NOT NULL,
	"answer" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "api_request_workspace_id_key_id_token_pk" PRIMARY KEY("workspace_id","key_id","token")
);
--> statement-breakpoint
ALTER TABLE "api_request" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "api_request_at" ON "api_request" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE POLICY "workspace_only" ON "api_request" AS PERMISSIVE FOR ALL TO "triptych_app" USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::int);--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON api_request TO triptych_app;--> statement-breakpoint

-- Counts one request in the window of a key or an address, a minute long; says how many it has seen, and when it ends.
CREATE FUNCTION api_count(window_key text, at timestamptz, OUT used integer, OUT ends_at timestamptz)
LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO public.rate_window AS w (key, started_at, used) VALUES (window_key, at, 1)
  ON CONFLICT (key) DO UPDATE SET
    used = CASE WHEN w.started_at <= at - interval '1 minute' THEN 1 ELSE w.used + 1 END,
    started_at = CASE WHEN w.started_at <= at - interval '1 minute' THEN at ELSE w.started_at END
  RETURNING w.used, w.started_at + interval '1 minute'
$$;--> statement-breakpoint

-- One request with a key: the moment until which it has to wait, or the key if there is one that was not revoked. The
-- address is counted first, so that guessing keys meets its limit. Old windows go as new ones come.
CREATE FUNCTION api_admit(wanted_hash text, address_key text, per_key integer, per_address integer, at timestamptz)
RETURNS TABLE (wait_until timestamptz, workspace_id integer, key_id bigint, key_name text, scopes text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  counted record;
  found public.api_key;
BEGIN
  SELECT * INTO counted FROM public.api_count(address_key, at);
  IF counted.used = 1 THEN
    DELETE FROM public.rate_window w WHERE w.key IN (
      SELECT old.key FROM public.rate_window old WHERE old.started_at < at - interval '1 hour'
      LIMIT 20 FOR UPDATE SKIP LOCKED);
  END IF;
  IF counted.used > per_address THEN
    wait_until := counted.ends_at;
    RETURN NEXT;
    RETURN;
  END IF;
  SELECT k.* INTO found FROM public.api_key k WHERE k.hash = wanted_hash AND k.revoked_at IS NULL;
  IF found.id IS NULL THEN
    RETURN NEXT;
    RETURN;
  END IF;
  SELECT * INTO counted FROM public.api_count('key:' || found.id, at);
  IF counted.used > per_key THEN
    wait_until := counted.ends_at;
    RETURN NEXT;
    RETURN;
  END IF;
  UPDATE public.api_key k SET last_used_at = at
  WHERE k.workspace_id = found.workspace_id AND k.id = found.id
    AND (k.last_used_at IS NULL OR k.last_used_at < at - interval '1 minute');
  workspace_id := found.workspace_id;
  key_id := found.id;
  key_name := found.name;
  scopes := found.scopes;
  RETURN NEXT;
END $$;--> statement-breakpoint

REVOKE ALL ON FUNCTION api_count(text, timestamptz), api_admit(text, text, integer, integer, timestamptz) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION api_admit(text, text, integer, integer, timestamptz) TO triptych_app;
