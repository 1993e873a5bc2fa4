package com.ransomleak.provisioning.store;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A use case that is tried again, on a fresh transaction, when it met another one ({@link
 * FailureKind#CONFLICT}): four times, with growing pauses of some milliseconds, then the failure
 * goes to the client as a 503. Stands beside {@code @Transactional}. Within a transaction of the
 * caller nothing is tried again, since that transaction has ended with the first failure. What a
 * {@link Rewindable} parameter remembers of a failed attempt is forgotten before the next.
 */
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RetryOnConflict {}
