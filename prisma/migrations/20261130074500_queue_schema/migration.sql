-- Before pg-boss: of nodes that start together on an empty database two may create it at once, and one fails.
CREATE SCHEMA IF NOT EXISTS "pgboss";
