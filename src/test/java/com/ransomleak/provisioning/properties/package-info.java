/** What holds for every resource, tried over HTTP with random ones. */
package com.ransomleak.provisioning.properties;
