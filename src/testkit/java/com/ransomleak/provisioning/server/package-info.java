/**
 * The server that the {@code *IT} classes share, with its database, and the proxies in front of it.
 * Of the kit, it may import {@code demo}, whose launchers it uses. Read {@link
 * com.ransomleak.provisioning.server.RunningServer} first.
 */
package com.ransomleak.provisioning.server;
