/** The proxies of {@code server-config/proxy}, really started in front of the server under test. */
package com.ransomleak.provisioning.proxy;
