/**
 * Several clients at the same moment. Imports {@code server}. Read {@link
 * com.ransomleak.provisioning.parallel.ParallelChangesIT} first.
 */
package com.ransomleak.provisioning.parallel;
