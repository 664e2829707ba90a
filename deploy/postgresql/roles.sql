-- The three roles and the database. As the administrator of the server, once:
--   psql -v web_password=… -v owner_password=… -v copy_password=… -f deploy/postgresql/roles.sql
-- catalogue_owner makes and changes tables (MIGRATE_DATABASE_URL). catalogue_web reads and writes rows and nothing
-- else (DATABASE_URL). catalogue_copy sends the log of changes to replicas and to the archive of backups.
\set ON_ERROR_STOP on

CREATE ROLE catalogue_owner LOGIN PASSWORD :'owner_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE catalogue_web LOGIN PASSWORD :'web_password' NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 80;
CREATE ROLE catalogue_copy LOGIN PASSWORD :'copy_password' REPLICATION;

CREATE DATABASE catalogue OWNER catalogue_owner;
\connect catalogue

REVOKE ALL ON DATABASE catalogue FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE catalogue TO catalogue_web;
ALTER SCHEMA public OWNER TO catalogue_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO catalogue_web;

-- What the owner makes from now on, by a migration or by a restore, the site may use at once.
ALTER DEFAULT PRIVILEGES FOR ROLE catalogue_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO catalogue_web;
ALTER DEFAULT PRIVILEGES FOR ROLE catalogue_owner IN SCHEMA public
    GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO catalogue_web;
ALTER DEFAULT PRIVILEGES FOR ROLE catalogue_owner IN SCHEMA public
    GRANT EXECUTE ON FUNCTIONS TO catalogue_web;

-- A request that was forgotten ends by itself, and so does a transaction that nobody goes on with.
ALTER ROLE catalogue_web SET statement_timeout = '60s';
ALTER ROLE catalogue_web SET idle_in_transaction_session_timeout = '60s';
