/**
 * Input that nobody thought of: parsers under Jazzer, and requests generated from what the server
 * says of itself. Read {@link com.ransomleak.provisioning.fuzz.FuzzingTest} first.
 */
package com.ransomleak.provisioning.fuzz;
