package com.ransomleak.provisioning.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A tenant that a test class uses. The server under test has all tenants that test classes declare,
 * since it reads its settings only when it starts. Classes can share a tenant: it has the settings
 * of all of them. A class that counts rows takes a tenant of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(TestTenant.List.class)
public @interface TestTenant {
  /** The subdomain. */
  String value();

  /** Whether {@code admin@example.com} is its first administrator, who can sign in. */
  boolean administrator() default false;

  /** Its settings without {@code tenant.<subdomain>.}, such as {@code record-values=true}. */
  String[] settings() default {};

  /** Several tenants of one class. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface List {
    TestTenant[] value();
  }
}
