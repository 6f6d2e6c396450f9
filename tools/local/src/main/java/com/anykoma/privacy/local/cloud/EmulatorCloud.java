package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.crypto.tink.Aead;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The Google adapters on emulators.
 *
 * @param embedded has the sign-in accounts where Firebase's Auth emulator is not installed
 */
record EmulatorCloud(
    GoogleCloud google,
    Optional<EmbeddedCloud> embedded,
    @Override Documents documents,
    @Override Accounts accounts,
    @Override Tasks tasks)
    implements Cloud, AutoCloseable {
  /** Opens it; the embedded accounts, if any, are in the directory. */
  static EmulatorCloud open(GoogleSettings settings, Path directory, InstantSource clock) {
    GoogleCloud google = GoogleCloud.open(settings);
    Optional<EmbeddedCloud> embedded =
        settings.endpoint(Service.AUTH).isPresent()
            ? Optional.empty()
            : Optional.of(EmbeddedCloud.open(directory.resolve("accounts"), clock));
    return new EmulatorCloud(
        google,
        embedded,
        PendingEvents.withoutMarks(google.documents()),
        embedded.<Accounts>map(EmbeddedCloud::accounts).orElseGet(google::accounts),
        google.tasks());
  }

  /** The same, whose tasks and deletions of accounts are waited for. */
  EmulatorCloud counted(PendingEvents outstanding) {
    return new EmulatorCloud(
        google, embedded, documents, outstanding.counting(accounts), outstanding.counting(tasks));
  }

  @Override
  public Documents keys() {
    return google.keys();
  }

  @Override
  public Blobs blobs() {
    return google.blobs();
  }

  @Override
  public Billing billing() {
    return google.billing();
  }

  @Override
  public Aead kek() {
    return google.kek();
  }

  @Override
  public Aead signingKek() {
    return google.signingKek();
  }

  @Override
  public void close() {
    try (google) {
      embedded.ifPresent(EmbeddedCloud::close);
    }
  }
}
