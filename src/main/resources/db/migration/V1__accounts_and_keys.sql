CREATE TABLE account (id text PRIMARY KEY);
