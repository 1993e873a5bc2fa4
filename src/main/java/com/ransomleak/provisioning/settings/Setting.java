package com.ransomleak.provisioning.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a setting. The record component gives its name and its type; the {@code @param} tag of
 * the record is its documentation for operators.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** The default as an operator writes it; empty when there is none. */
  String value() default "";

  String min() default "";

  String max() default "";

  /** A value for the example file when there is no default, or when the default is not useful. */
  String example() default "";

  boolean isRequired() default false;

  /**
   * Whether administrators can choose it in the console, unless {@code tenant.acme.*} sets it for
   * their tenant.
   */
  boolean isChosenByTenant() default false;

  /** Whether {@code tenant.default.*} cannot set it. */
  boolean isOwnOnly() default false;
}
