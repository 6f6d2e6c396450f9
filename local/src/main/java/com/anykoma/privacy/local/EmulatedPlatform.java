package com.anykoma.privacy.local;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.emulators.EmulatorJar;
import com.anykoma.privacy.local.emulators.Emulators;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.SqliteAccounts;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.crypto.tink.Aead;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Google adapters on Google's emulators. Sign-in accounts are embedded ones where Firebase's
 * Auth emulator is not installed. All but secrets and keys is gone at the end.
 */
final class EmulatedPlatform implements LocalPlatform, Cloud {
  private final Path directory;
  private final InstantSource clock;
  private volatile Optional<EmulatorBridge> bridge = Optional.empty();
  private final EmulatorReceiver receiver;
  private final Emulators emulators;
  private final GoogleCloud google;
  private final Optional<EmbeddedCloud> embedded;
  private final Documents documents;
  private final Outstanding outstanding;
  private final Tasks tasks;
  private final Accounts accounts;

  private EmulatedPlatform(Path directory, InstantSource clock, Map<Service, Integer> ports) {
    this.directory = directory;
    this.clock = clock;
    receiver = EmulatorReceiver.listen(told -> bridge.ifPresent(it -> it.told(told)));
    emulators = started(receiver, directory, ports);
    google = GoogleCloud.open(emulators.settings());
    embedded =
        emulators.auth().isPresent()
            ? Optional.empty()
            : Optional.of(EmbeddedCloud.open(directory.resolve("accounts"), clock));
    documents = Outstanding.withoutMarks(google.documents());
    outstanding = new Outstanding(google.documents());
    tasks = outstanding.counting(google.tasks());
    accounts =
        new CountedAccounts(
            embedded.<Accounts>map(EmbeddedCloud::accounts).orElseGet(google::accounts),
            outstanding);
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
   * @param directory for their logs, and for what they keep while they run
   * @param ports where those listen that are not to listen on any free port
   * @throws IllegalStateException when one is missing, saying how to get it
   */
  static EmulatedPlatform open(Path directory, InstantSource clock, Map<Service, Integer> ports) {
    EmulatorJar.FIRESTORE.findOrFetch();
    EmulatorJar.PUBSUB.findOrFetch();
    return new EmulatedPlatform(directory, clock, ports);
  }

  Emulators emulators() {
    return emulators;
  }

  @Override
  public Cloud cloud() {
    return this;
  }

  @Override
  public Documents documents() {
    return documents;
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
    return accounts;
  }

  @Override
  public Billing billing() {
    return google.billing();
  }

  @Override
  public Tasks tasks() {
    return tasks;
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
  public void createAccount(SubjectId subject) {
    emulators
        .auth()
        .ifPresentOrElse(
            auth -> auth.createAccount(subject.value()),
            () ->
                embedded
                    .orElseThrow()
                    .accounts()
                    .create(subject, Optional.empty(), Optional.empty()));
  }

  @Override
  public Optional<String> idToken(SubjectId subject) {
    return accounts()
        .get(subject)
        .filter(account -> !account.disabled())
        .map(
            account ->
                emulators
                    .auth()
                    .map(auth -> auth.signIn(subject.value()))
                    .orElseGet(() -> embedded.orElseThrow().accounts().issueIdToken(subject)));
  }

  @Override
  public void deleteAccount(SubjectId subject) {
    accounts.delete(subject);
  }

  @Override
  public Bridge startBridge(URI functions, Runnable open) {
    EmulatorBridge started =
        new EmulatorBridge(
            EmulatorBridge.deployed(),
            new Deliveries(new FunctionCalls(functions), InstantSource.system()),
            outstanding);
    bridge = Optional.of(started);
    started.subscribe(emulators, receiver.uri());
    embedded.map(EmbeddedCloud::accounts).ifPresent(it -> tellDeletions(it, started));
    RunningEmulators.announce(directory, emulators.settings(), functions);
    open.run();
    return started;
  }

  private void tellDeletions(SqliteAccounts accounts, EmulatorBridge started) {
    accounts.onDelete(
        () -> {
          for (SqliteAccounts.Deleted each : accounts.deleted(0, 100)) {
            started.accountDeleted(
                GoogleEvents.accountDeleted(
                    "deleted-account-" + each.sequence(), each.subject(), clock.instant()));
            accounts.forgetDeleted(each.sequence());
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
    notes.add("Cloud Storage:  a double, " + emulators.storage().uri());
    notes.add("Stripe and KMS: doubles");
    return notes;
  }

  @Override
  public void close() {
    RunningEmulators.forget(directory);
    try (receiver;
        emulators;
        google) {
      embedded.ifPresent(EmbeddedCloud::close);
    }
  }
}
