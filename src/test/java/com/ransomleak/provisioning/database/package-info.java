/**
 * What a look behind the server shows: invariants of the tables, statements counted, the database
 * gone, secrets nowhere. Imports {@code server} and {@code demo}.
 */
package com.ransomleak.provisioning.database;
