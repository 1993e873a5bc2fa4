/** What is between SCIM and the socket. */
package com.ransomleak.provisioning.transport;
