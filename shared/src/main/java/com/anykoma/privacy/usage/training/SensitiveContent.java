package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Fields;
import java.util.Set;

/** Finds sensitive personal data, such as passwords and card numbers, in content (P32). */
@FunctionalInterface
public interface SensitiveContent {
  /**
   * The kinds of sensitive data in the plaintext fields of a content document; values that are
   * sealed were examined before. If the check fails, the result has a kind that says so, because
   * text that was not checked must not be used.
   */
  Set<String> kinds(Location location, Fields fields);
}
