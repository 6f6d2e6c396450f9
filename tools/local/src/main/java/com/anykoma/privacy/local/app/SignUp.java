package com.anykoma.privacy.local.app;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.cloud.LocalPlatform;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;

/** What happens when a person signs up: their account, then the app's document about it. */
public final class SignUp {
  private SignUp() {}

  /**
   * Signs the person up.
   *
   * @return false, and nothing changed, when they have an account already
   */
  public static boolean of(LocalPlatform platform, SubjectId subject, Instant now) {
    Cloud cloud = platform.cloud();
    if (cloud.accounts().get(subject).isPresent()) {
      return false;
    }
    platform.createAccount(subject);
    cloud
        .documents()
        .create(DocumentPath.of("users", subject.value()), Fields.empty().with("createdAt", now));
    return true;
  }
}
