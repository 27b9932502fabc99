-- How days are spread where they are read as `day + 0`, without an index (server/following/visited-within.ts): else the planner
-- takes one visit in 200 for all there are, and sorts on the disk what it could gather in memory.
CREATE STATISTICS "visit_day_as_read" ON (day + 0) FROM "visit";
