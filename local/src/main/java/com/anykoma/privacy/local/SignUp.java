package com.anykoma.privacy.local;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.time.Instant;
import java.util.Optional;

/** What happens when a person signs up: their account, then the app's document about it. */
final class SignUp {
  private SignUp() {}

  /**
   * Signs the person up.
   *
   * @return false, and nothing changed, when they have an account already
   */
  static boolean of(EmbeddedCloud cloud, SubjectId subject, Instant now) {
    if (cloud.accounts().get(subject).isPresent()) {
      return false;
    }
    cloud.accounts().create(subject, Optional.empty(), Optional.empty());
    cloud
        .documents()
        .create(DocumentPath.of("users", subject.value()), Fields.empty().with("createdAt", now));
    return true;
  }
}
