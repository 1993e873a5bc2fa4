/**
 * Direct access to PostgreSQL: a migrated database for tests without a server ({@link
 * com.ransomleak.provisioning.database.TestDatabase}), the log of statements, the database of
 * version 1, and data too large for requests. Of the kit, it may import {@code server} and {@code
 * demo}.
 */
package com.ransomleak.provisioning.database;
