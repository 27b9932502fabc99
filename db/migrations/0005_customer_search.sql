-- HMAC-SHA-256 (RFC 2104) with nothing but what every server has: pgcrypto may be missing.
CREATE FUNCTION hmac_sha256(key bytea, message bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = '' AS $$
DECLARE
  block bytea := CASE WHEN length(key) > 64 THEN sha256(key) ELSE key END;
  inside bytea;
  outside bytea;
BEGIN
  block := block || decode(repeat('00', 64 - length(block)), 'hex');
  inside := block;
  outside := block;
  FOR place IN 0..63 LOOP
    inside := set_byte(inside, place, get_byte(block, place) # 54);
    outside := set_byte(outside, place, get_byte(block, place) # 92);
  END LOOP;
  RETURN sha256(outside || sha256(inside || message));
END $$;--> statement-breakpoint

-- People of the workspace in the setting whose searched words are like every pattern. The first pattern is the one the
-- index is asked for. As the owner, because under row-level security a condition on text that may leak uses no index.
CREATE FUNCTION customers_like(patterns text[], most integer) RETURNS TABLE (found_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = '' SET plan_cache_mode = force_custom_plan SET synchronize_seqscans = off AS $$
BEGIN
  RETURN QUERY
    SELECT c.customer_id FROM public.customer c
    WHERE c.workspace_id = nullif(current_setting('app.workspace_id', true), '')::int
      AND c.kind = 'person' AND c.search LIKE patterns[1] AND c.search LIKE ALL (patterns)
    LIMIT most;
END $$;--> statement-breakpoint

-- Whose identities these are, in the workspace of the setting: kind and normalised value go in, customers come out; the
-- key of the hashes stays inside.
CREATE FUNCTION customers_of_identities(kinds text[], messages text[]) RETURNS TABLE (found_id bigint, found_kind text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT DISTINCT i.customer_id, i.kind
  FROM public.workspace_secret k
  CROSS JOIN LATERAL (
    SELECT asked.kind, substr(public.hmac_sha256(k.identity_key, convert_to(asked.message, 'UTF8')), 1, 16) AS hash
    FROM unnest(kinds, messages) AS asked (kind, message)
  ) asked
  JOIN public.source s ON s.workspace_id = k.workspace_id
  JOIN public.identity i ON i.workspace_id = k.workspace_id AND i.source_id = s.id
    AND i.kind = asked.kind AND i.value_hash = asked.hash
  WHERE k.workspace_id = nullif(current_setting('app.workspace_id', true), '')::int AND i.customer_id IS NOT NULL
$$;--> statement-breakpoint

REVOKE EXECUTE ON FUNCTION hmac_sha256(bytea, bytea), customers_like(text[], integer),
  customers_of_identities(text[], text[]) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION customers_like(text[], integer), customers_of_identities(text[], text[]) TO triptych_app;
