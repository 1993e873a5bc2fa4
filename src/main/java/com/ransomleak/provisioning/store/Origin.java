package com.ransomleak.provisioning.store;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The origin of the changes of a transaction, which the database stores with each change of a
 * manager, team or role. The default is {@link Source#ADMIN}. An argument that implements {@link
 * HasOrigin}, such as a SCIM request, takes precedence, also as an element of a collection.
 *
 * <p>Enterprise beans, which have no {@code @Transactional}, need it for {@link TenantInterceptor}.
 */
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Origin {
  @Nonbinding
  Source value();

  /** Who can cause a change. */
  enum Source {
    /** An identity provider. */
    SCIM,
    /** A person in the console. */
    ADMIN,
    /** A timer of this application. */
    TIMER,
    /** The settings of the deployment. */
    CONFIGURATION
  }
}
