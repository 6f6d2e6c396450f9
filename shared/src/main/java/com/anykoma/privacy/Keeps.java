package com.anykoma.privacy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the promises (P1..P38) and edge cases (E1..E34) of the register that a function or a test
 * keeps, so that a promise can be followed to the code that would break it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Keeps {
  /** Register ids, for example {@code "P8"} or {@code "E1"}. */
  String[] value();
}
