/** The reports' API as its clients see it, and what is shared by its answers. */
package com.ransomleak.provisioning.report;
