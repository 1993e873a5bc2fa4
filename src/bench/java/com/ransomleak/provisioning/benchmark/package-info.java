/**
 * What {@code mvn -Pbench} runs: the WAR on Payara Micro under the load of eight connections,
 * beside bare resources on the same server that show what the server and the database alone can do.
 * May import the launcher ({@code demo}) and the client of the console ({@code client}). Read
 * {@link com.ransomleak.provisioning.benchmark.Benchmark} first.
 */
package com.ransomleak.provisioning.benchmark;
