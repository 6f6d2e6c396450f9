package com.anykoma.privacy.local;

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
import java.time.InstantSource;
import java.util.Optional;

/** The emulators that another process runs; its sign-in accounts may be embedded ones. */
record RunningCloud(GoogleCloud google, Optional<EmbeddedCloud> embedded)
    implements Cloud, AutoCloseable {
  static RunningCloud open(RunningEmulators running, InstantSource clock) {
    GoogleSettings settings = running.settings();
    return new RunningCloud(
        GoogleCloud.open(settings),
        settings.endpoint(Service.AUTH).isPresent()
            ? Optional.empty()
            : Optional.of(EmbeddedCloud.open(running.directory().resolve("accounts"), clock)));
  }

  @Override
  public Documents documents() {
    return Outstanding.withoutMarks(google.documents());
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
  public Accounts accounts() {
    return embedded.<Accounts>map(EmbeddedCloud::accounts).orElseGet(google::accounts);
  }

  @Override
  public Billing billing() {
    return google.billing();
  }

  @Override
  public Tasks tasks() {
    return google.tasks();
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
