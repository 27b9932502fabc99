-- Cohorts frozen before twins had their main store, as server/following/cohort/gather-habits.ts gives it to new ones.
UPDATE "cohort_member" m SET "main_store_id" = s."store_id"
FROM (
  SELECT DISTINCT ON (workspace_id, customer_id, change_id, revision) workspace_id, customer_id, change_id, revision, store_id
  FROM (
    SELECT t.workspace_id, t.customer_id, t.change_id, t.revision, v.store_id, count(*) AS visits
    FROM "cohort_member" t JOIN "visit" v ON v.workspace_id = t.workspace_id AND v.customer_id = t.customer_id
    WHERE t.arm = 'twin' AND v.sale_lines > 0 AND v.day BETWEEN t.day0 - 365 AND t.day0 - 1
    GROUP BY t.workspace_id, t.customer_id, t.change_id, t.revision, v.store_id
  ) stopped
  ORDER BY workspace_id, customer_id, change_id, revision, visits DESC, store_id
) s
WHERE m.workspace_id = s.workspace_id AND m.customer_id = s.customer_id AND m.change_id = s.change_id AND m.revision = s.revision;
