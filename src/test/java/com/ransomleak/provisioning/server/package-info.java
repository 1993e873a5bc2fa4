/**
 * The whole WAR on a real server, as a client meets it: the server and the database that the {@code
 * *IT} classes share. Imports {@code demo}, whose parts it starts. Read {@link
 * com.ransomleak.provisioning.server.RunningServer} first.
 */
package com.ransomleak.provisioning.server;
