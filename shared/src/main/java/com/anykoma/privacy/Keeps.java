package com.anykoma.privacy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the promises and edge cases of {@code promises.yaml} that a function or test covers. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Keeps {
  /** Register ids, for example {@code "P8"} or {@code "E1"}. */
  String[] value();
}
