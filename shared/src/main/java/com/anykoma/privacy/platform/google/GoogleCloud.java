package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.Settings;
import com.anykoma.privacy.platform.Tasks;
import com.google.common.base.Suppliers;
import com.google.crypto.tink.Aead;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The ports on Google Cloud, Firebase and Stripe. Each client is opened on first use. */
public final class GoogleCloud implements Cloud, AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Supplier<FirestoreDocuments> documents;
  private final Supplier<FirestoreDocuments> keys;
  private final Supplier<StorageBlobs> blobs;
  private final Supplier<FirebaseAccounts> accounts;
  private final Supplier<StripeBilling> billing;
  private final Supplier<PubSubTasks> tasks;
  private final Supplier<FirebaseRealtime> realtime;
  private final Supplier<RestSettings> settings;
  private final Supplier<KmsKek> kek;
  private final Supplier<KmsKek> signingKek;

  private GoogleCloud(GoogleSettings settings) {
    documents = Suppliers.memoize(() -> closing(FirestoreDocuments.open(settings)));
    keys = Suppliers.memoize(() -> closing(FirestoreDocuments.openKeys(settings)));
    blobs = Suppliers.memoize(() -> closing(StorageBlobs.open(settings)));
    accounts = Suppliers.memoize(() -> closing(FirebaseAccounts.open(settings)));
    billing = Suppliers.memoize(() -> StripeBilling.open(settings));
    tasks = Suppliers.memoize(() -> closing(PubSubTasks.open(settings)));
    realtime = Suppliers.memoize(() -> FirebaseRealtime.open(settings));
    this.settings = Suppliers.memoize(() -> RestSettings.open(settings));
    kek = Suppliers.memoize(() -> closing(KmsKek.open(settings)));
    signingKek = Suppliers.memoize(() -> closing(KmsKek.openSigning(settings)));
  }

  /**
   * Creates a cloud without opening a client, in a process that may connect only to these hosts.
   *
   * @param isListed whether {@code processors.yaml} lists a host
   */
  public static GoogleCloud open(GoogleSettings settings, Predicate<String> isListed) {
    Egress.install(isListed, !settings.endpoints().isEmpty());
    return open(settings);
  }

  /** Creates a cloud without opening a client. */
  public static GoogleCloud open(GoogleSettings settings) {
    return new GoogleCloud(settings);
  }

  private synchronized <T extends AutoCloseable> T closing(T client) {
    opened.push(client);
    return client;
  }

  @Override
  public Documents documents() {
    return documents.get();
  }

  @Override
  public Documents keys() {
    return keys.get();
  }

  @Override
  public Blobs blobs() {
    return blobs.get();
  }

  @Override
  public Accounts accounts() {
    return accounts.get();
  }

  @Override
  public Billing billing() {
    return billing.get();
  }

  @Override
  public Tasks tasks() {
    return tasks.get();
  }

  @Override
  public RealtimeDatabase realtime() {
    return realtime.get();
  }

  @Override
  public Settings settings() {
    return settings.get();
  }

  @Override
  public Aead kek() {
    return kek.get();
  }

  @Override
  public Aead signingKek() {
    return signingKek.get();
  }

  /** Closes all opened clients, the latest first. A failure does not stop the other closings. */
  @Override
  public synchronized void close() {
    RuntimeException failed = new IllegalStateException("a client did not close");
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        failed.addSuppressed(e);
      }
    }
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }
}
