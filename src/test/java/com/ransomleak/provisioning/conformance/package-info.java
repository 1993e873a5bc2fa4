/**
 * What the tests show of the requirement matrix: {@code src/docs/conformance.md} is made of the
 * tests that ran, and a build whose tests show something else fails.
 *
 * <p>A test speaks of a row by its id in its name: {@code F-01}, {@code F-01 to F-05}, or {@code
 * _F01} in the name of a method.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.conformance.ConformanceReport}.
 */
package com.ransomleak.provisioning.conformance;
