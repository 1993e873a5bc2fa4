-- Flyway runs this file on each connection. All statements on a table wait behind a migration that waits for the lock of the table.
set lock_timeout = '5s';
