package com.anykoma.privacy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lists the promises (P1..P38) and edge cases (E1..E34) that a function implements or a test
 * verifies, so that a reader can find the code of a promise.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Keeps {
  /** Ids of the promise register, for example {@code "P8"} or {@code "E1"}. */
  String[] value();
}
