/**
 * Random input: parsers under Jazzer, and requests generated from the schemas that the server
 * advertises. May import {@code client} and {@code fixture}. Read {@link
 * com.ransomleak.provisioning.fuzz.Target} first.
 */
package com.ransomleak.provisioning.fuzz;
