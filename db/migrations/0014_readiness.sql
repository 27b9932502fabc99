-- What the site must know to say that it is ready, without the rights of the owner: counts of workspaces, and which
-- migrations were applied.
CREATE FUNCTION installation_state()
RETURNS TABLE (own integer, demos integer, finished integer, migrations text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT count(*) FILTER (WHERE NOT w.demo)::int, count(*) FILTER (WHERE w.demo)::int,
    count(*) FILTER (WHERE w.demo AND EXISTS (
      SELECT FROM public.job_run j WHERE j.workspace_id = w.id AND j.job = 'demo' AND j.state = 'done'))::int,
    (SELECT array_agg(m.created_at::text) FROM drizzle.__drizzle_migrations m)
  FROM public.workspace w;
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION installation_state() FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION installation_state() TO triptych_app;
