package com.ransomleak.provisioning.store;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a use case that is repeated in a new transaction after a collision with another one ({@link
 * FailureKind#CONFLICT}): up to four times, with growing pauses of some milliseconds; then the
 * client gets a 503. It is used together with {@code @Transactional}. Within a transaction of the
 * caller nothing is repeated, because that transaction ends with the first failure. Notes of a
 * failed attempt in a {@link Rewindable} parameter are removed before the next one.
 */
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RetryOnConflict {}
