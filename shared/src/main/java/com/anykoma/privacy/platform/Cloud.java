package com.anykoma.privacy.platform;

import com.google.crypto.tink.Aead;
import java.util.Objects;

/** The six ports of one cloud, together. The sixth is Tink's own interface for the KEK. */
public record Cloud(
    Documents documents, Blobs blobs, Accounts accounts, Billing billing, Tasks tasks, Aead kek) {
  public Cloud {
    Objects.requireNonNull(documents);
    Objects.requireNonNull(blobs);
    Objects.requireNonNull(accounts);
    Objects.requireNonNull(billing);
    Objects.requireNonNull(tasks);
    Objects.requireNonNull(kek);
  }
}
