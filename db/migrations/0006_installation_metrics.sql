-- What an operator watches, of all workspaces: counts, ages and ids, never names (docs/operations.md).
CREATE FUNCTION installation_metrics(at timestamptz)
RETURNS TABLE (metric text, workspace_id integer, about text, state text, value double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT 'jobs', r.workspace_id, r.job, r.state, count(*)::double precision
  FROM public.job_run r
  WHERE r.state IN ('queued', 'running') OR r.finished_at > at - interval '1 day' GROUP BY 2, 3, 4
  UNION ALL
  SELECT 'job_waiting_seconds', r.workspace_id, r.job, NULL, extract(epoch FROM at - min(r.queued_at))::double precision
  FROM public.job_run r WHERE r.state = 'queued' GROUP BY 2, 3
  UNION ALL
  SELECT 'imports', b.workspace_id, b.kind, b.state, count(*)::double precision
  FROM public.import_batch b
  WHERE b.state IN ('queued', 'reading', 'merging', 'undoing') OR b.finished_at > at - interval '1 day' GROUP BY 2, 3, 4
  UNION ALL
  SELECT 'source_age_days', s.workspace_id, s.id::text, NULL, (at::date - s.complete_through)::double precision
  FROM public.source s WHERE s.complete_through IS NOT NULL
  UNION ALL
  SELECT 'data_alerts', a.workspace_id, a.kind, NULL, count(*)::double precision
  FROM public.data_alert a WHERE a.cleared_at IS NULL GROUP BY 2, 3;
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION installation_metrics(timestamptz) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION installation_metrics(timestamptz) TO triptych_app;
