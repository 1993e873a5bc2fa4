/**
 * Clients of the server under test: SCIM ({@link com.ransomleak.provisioning.client.ScimClient}),
 * reports ({@link com.ransomleak.provisioning.client.ApiClient}), the console by plain HTTP ({@link
 * com.ransomleak.provisioning.client.ConsoleClient}) and in Chromium ({@link
 * com.ransomleak.provisioning.client.Browser}), and raw bytes. Each client checks the rules that
 * bind every response. Of the kit, it may import {@code server} and {@code demo}.
 */
package com.ransomleak.provisioning.client;
