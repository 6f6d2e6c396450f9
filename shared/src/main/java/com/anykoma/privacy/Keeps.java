package com.anykoma.privacy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the promises and edge cases of {@code promises.yaml} that a function or test covers.
 *
 * <p>{@code @Keeps(value = "P8", invariant = true)} marks an invariant test: it checks the promise
 * in every case of a generated or exhaustive set, not in chosen examples. Each promise with an
 * absolute word such as "never" needs one.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Keeps {
  /** Register ids, for example {@code "P8"} or {@code "E1"}. */
  String[] value();

  /** Whether the test checks that these promises hold in every case. */
  boolean invariant() default false;
}
