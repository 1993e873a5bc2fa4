/**
 * {@code mvn -Prelease} builds a release with this package. Imports {@code demo}. Read {@link
 * com.ransomleak.provisioning.release.ReleaseBuilder} first.
 */
package com.ransomleak.provisioning.release;
