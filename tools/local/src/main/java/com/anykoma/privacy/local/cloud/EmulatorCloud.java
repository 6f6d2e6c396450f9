package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.PortProxy;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.RecordedSettings;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The Google adapters on emulators, which have no settings: recorded ones are used.
 *
 * @param embedded the sign-in accounts, when Firebase's Auth emulator is not installed
 * @param ports the ports, with these accounts and without the markers of {@link PendingEvents}
 */
record EmulatorCloud(GoogleCloud google, Optional<EmbeddedCloud> embedded, Cloud ports)
    implements AutoCloseable {
  /** Opens the cloud. Embedded accounts, if any, are stored in the directory. */
  static EmulatorCloud open(GoogleSettings settings, Path directory, InstantSource clock) {
    GoogleCloud google = GoogleCloud.open(settings);
    Optional<EmbeddedCloud> embedded =
        settings.endpoint(Service.AUTH).isPresent()
            ? Optional.empty()
            : Optional.of(EmbeddedCloud.open(directory.resolve("accounts"), clock));
    Documents documents = PendingEvents.withoutMarks(google.documents());
    Accounts accounts = embedded.<Accounts>map(EmbeddedCloud::accounts).orElseGet(google::accounts);
    Cloud ports =
        PortProxy.replacing(
            google,
            Map.of(
                "documents", () -> documents,
                "accounts", () -> accounts,
                "settings", () -> new RecordedSettings(directory.resolve("settings.json"))));
    return new EmulatorCloud(google, embedded, ports);
  }

  /** Returns the ports, counting published tasks and account deletions as pending events. */
  Cloud counted(PendingEvents pending) {
    Accounts accounts = pending.counting(ports.accounts());
    Tasks tasks = pending.counting(ports.tasks());
    return PortProxy.replacing(ports, Map.of("accounts", () -> accounts, "tasks", () -> tasks));
  }

  @Override
  public void close() {
    try (google) {
      embedded.ifPresent(EmbeddedCloud::close);
    }
  }
}
