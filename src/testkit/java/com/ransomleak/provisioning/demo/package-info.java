/**
 * What {@code mvn -Prun} starts: a real PostgreSQL, Payara Micro and the WAR, on loopback. Tests
 * and benchmark use the same launchers, so every build tests them. Imports no other package of
 * ours. Read {@link com.ransomleak.provisioning.demo.DemoLauncher} first.
 */
package com.ransomleak.provisioning.demo;
