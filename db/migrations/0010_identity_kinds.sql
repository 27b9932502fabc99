-- Each kind of identity has a key of its own, made of the workspace's (server/ingest/keys.ts): the same words as a card and as a
-- reference are not the same hash. A source's own reference keeps the workspace's key.
CREATE FUNCTION identity_hash(kind text, value text, workspace_key bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = '' AS $$
  SELECT substr(public.hmac_sha256(
    CASE WHEN kind = 'reference' THEN workspace_key ELSE public.hmac_sha256(workspace_key, convert_to(kind, 'UTF8')) END,
    convert_to(normalize(value, NFC), 'UTF8')), 1, 16)
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION customers_of_identities(kinds text[], messages text[])
RETURNS TABLE (found_id bigint, found_kind text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT DISTINCT i.customer_id, i.kind
  FROM public.workspace_secret k
  CROSS JOIN LATERAL (
    SELECT asked.kind, public.identity_hash(asked.kind, asked.message, k.identity_key) AS hash
    FROM unnest(kinds, messages) AS asked (kind, message)
  ) asked
  JOIN public.source s ON s.workspace_id = k.workspace_id
  JOIN public.identity i ON i.workspace_id = k.workspace_id AND i.source_id = s.id
    AND i.kind = asked.kind AND i.value_hash = asked.hash
  WHERE k.workspace_id = nullif(current_setting('app.workspace_id', true), '')::int AND i.customer_id IS NOT NULL
$$;--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION identity_hash(text, text, bytea) FROM PUBLIC;
