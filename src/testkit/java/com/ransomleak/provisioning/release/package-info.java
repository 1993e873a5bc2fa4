/**
 * What {@code mvn -Prelease} builds. Imports {@code demo}. Read {@link
 * com.ransomleak.provisioning.release.ReleaseBuilder} first.
 */
package com.ransomleak.provisioning.release;
