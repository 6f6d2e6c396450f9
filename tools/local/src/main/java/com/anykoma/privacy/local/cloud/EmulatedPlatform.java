package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.emulators.EmulatorJar;
import com.anykoma.privacy.emulators.Emulators;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.SqliteAccounts;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The platform on Google's emulators with the Google adapters. Uses embedded sign-in accounts when
 * Firebase's Auth emulator is not installed. All data except secrets and keys is lost on close.
 */
public final class EmulatedPlatform implements LocalPlatform {
  private final Path directory;
  private final InstantSource clock;
  private volatile Optional<EmulatorBridge> bridge = Optional.empty();
  private final EmulatorReceiver receiver;
  private final Emulators emulators;
  private final EmulatorCloud opened;
  private final PendingEvents pending;
  private final Cloud cloud;

  private EmulatedPlatform(Path directory, InstantSource clock, Map<Service, Integer> ports) {
    this.directory = directory;
    this.clock = clock;
    receiver = EmulatorReceiver.listen(event -> bridge.ifPresent(it -> it.receive(event)));
    emulators = started(receiver, directory, ports);
    opened = EmulatorCloud.open(emulators.settings(), directory, clock);
    pending = new PendingEvents(opened.google().documents());
    cloud = opened.counted(pending);
  }

  private static Emulators started(
      EmulatorReceiver receiver, Path directory, Map<Service, Integer> ports) {
    try {
      return Emulators.start(GoogleEvents.PROJECT_ID, receiver.uri(), directory, ports);
    } catch (RuntimeException e) {
      receiver.close();
      throw e;
    }
  }

  /**
   * Starts the emulators.
   *
   * @param directory for their logs and temporary files
   * @param ports the fixed ports; the other emulators take any free port
   * @throws IllegalStateException when one is missing; the message says how to install it
   */
  static EmulatedPlatform open(Path directory, InstantSource clock, Map<Service, Integer> ports) {
    EmulatorJar.FIRESTORE.findOrDownload();
    EmulatorJar.PUBSUB.findOrDownload();
    return new EmulatedPlatform(directory, clock, ports);
  }

  public Emulators emulators() {
    return emulators;
  }

  @Override
  public Cloud cloud() {
    return cloud;
  }

  @Override
  public void createAccount(SubjectId subject, Optional<Sensitive<String>> email) {
    emulators
        .auth()
        .ifPresentOrElse(
            auth -> auth.createAccount(subject.value(), email.map(Sensitive::reveal)),
            () -> embeddedAccounts().create(subject, email, Optional.empty()));
  }

  private SqliteAccounts embeddedAccounts() {
    return opened.embedded().orElseThrow().accounts();
  }

  @Override
  public String signIn(SubjectId subject) {
    return emulators
        .auth()
        .map(auth -> auth.signIn(subject.value()))
        .orElseGet(() -> embeddedAccounts().issueIdToken(subject));
  }

  @Override
  public Bridge startBridge(DataMap map, URI functions, Runnable open) {
    EmulatorBridge started =
        new EmulatorBridge(
            new Deliveries(
                Deliveries.deployed(), new FunctionCalls(functions), InstantSource.system()),
            pending);
    bridge = Optional.of(started);
    started.subscribe(emulators, map, receiver.uri());
    opened.embedded().map(EmbeddedCloud::accounts).ifPresent(it -> deliverDeletions(it, started));
    RunningEmulators.write(directory, emulators.settings(), functions);
    open.run();
    return started;
  }

  private void deliverDeletions(SqliteAccounts accounts, EmulatorBridge started) {
    accounts.onDelete(
        () -> {
          for (SqliteAccounts.AccountDeletion each : accounts.deletions(0, 100)) {
            started.accountDeleted(
                GoogleEvents.accountDeleted(
                    "deleted-account-" + each.sequence(), each.subject(), clock.instant()));
            accounts.forgetDeletions(each.sequence());
          }
        });
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add("Firestore:      Google's emulator, " + emulators.firestore().uri());
    notes.add("Pub/Sub:        Google's emulator, " + emulators.pubSub().uri());
    notes.add(
        "Accounts:       "
            + emulators
                .auth()
                .map(it -> "Firebase's Auth emulator, " + it.uri())
                .orElse(
                    "embedded, because Firebase's Auth emulator is not installed"
                        + " (./run emulators install)"));
    notes.add("Cloud Storage:  a fake, " + emulators.storage().uri());
    notes.add("Stripe and KMS: fakes");
    return notes;
  }

  @Override
  public void close() {
    RunningEmulators.delete(directory);
    try (receiver;
        emulators;
        opened) {
      // closed in the opposite order
    }
  }
}
