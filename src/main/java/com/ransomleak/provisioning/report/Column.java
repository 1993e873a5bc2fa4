package com.ransomleak.provisioning.report;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The SQL expression of a column of a {@link Report}. A component without this annotation is
 * selected as null; the report's completion fills it in.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Column {
  String value() default "null";

  /** For the completion only: neither in JSON nor in CSV. */
  boolean internal() default false;
}
