package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.RealtimeDatabase;
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
 * The ports of the Google adapters on emulators.
 *
 * @param embedded the sign-in accounts, when Firebase's Auth emulator is not installed
 */
record EmulatorCloud(
    GoogleCloud google,
    Optional<EmbeddedCloud> embedded,
    @Override Documents documents,
    @Override Accounts accounts,
    @Override Tasks tasks)
    implements Cloud, AutoCloseable {
  /** Opens the cloud. Embedded accounts, if any, are stored in the directory. */
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

  /** Returns a copy that counts published tasks and account deletions as pending events. */
  EmulatorCloud counted(PendingEvents pending) {
    return new EmulatorCloud(
        google, embedded, documents, pending.counting(accounts), pending.counting(tasks));
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
  public RealtimeDatabase realtime() {
    return google.realtime();
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
