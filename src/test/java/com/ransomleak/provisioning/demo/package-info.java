/**
 * What {@code mvn -Prun} starts: a real PostgreSQL, Payara Micro and the WAR, on loopback. The
 * tests use the same parts, so they are tried on every build. Imports nothing else of ours. Read
 * {@link com.ransomleak.provisioning.demo.DemoLauncher} first.
 */
package com.ransomleak.provisioning.demo;
