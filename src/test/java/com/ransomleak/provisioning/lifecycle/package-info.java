/** What clients see while a node starts and stops. */
package com.ransomleak.provisioning.lifecycle;
