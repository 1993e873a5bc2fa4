package com.ransomleak.provisioning.store;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A use case that is tried again, on a fresh transaction, when it met another one ({@link
 * Failure#CONFLICT}): four times, with growing pauses of some milliseconds, then the failure goes
 * to the client as a 503. Stands beside {@code @Transactional}; must not be called from within a
 * transaction.
 */
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Retried {}
