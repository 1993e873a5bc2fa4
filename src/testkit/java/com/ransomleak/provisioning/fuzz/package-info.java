/**
 * Random input: parsers under Jazzer, and requests generated from the schemas that the server
 * advertises. Of the kit, it may import {@code client} and {@code fixture}. Read {@link
 * com.ransomleak.provisioning.fuzz.Target} first.
 */
package com.ransomleak.provisioning.fuzz;
