package com.anykoma.privacy.log;

import java.util.Arrays;
import java.util.stream.Stream;

/** The places in the code of this product that an exception passed, innermost first. */
final class Places {
  private static final String OURS = "com.anykoma.privacy.";

  private Places() {}

  static Stream<String> of(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(each -> each.getClassName().startsWith(OURS))
        .map(
            each ->
                each.getClassName().substring(each.getClassName().lastIndexOf('.') + 1)
                    + "."
                    + each.getMethodName().replaceAll("[^A-Za-z0-9_$]", "")
                    + ":"
                    + each.getLineNumber());
  }
}
