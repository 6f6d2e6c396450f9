package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.Tasks;
import com.google.crypto.tink.Aead;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ports on Google Cloud, Firebase and Stripe. Each client is opened on first use. */
public final class GoogleCloud implements Cloud, AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Lazy<FirestoreDocuments> documents;
  private final Lazy<FirestoreDocuments> keys;
  private final Lazy<StorageBlobs> blobs;
  private final Lazy<FirebaseAccounts> accounts;
  private final Lazy<StripeBilling> billing;
  private final Lazy<PubSubTasks> tasks;
  private final Lazy<FirebaseRealtime> realtime;
  private final Lazy<KmsKek> kek;
  private final Lazy<KmsKek> signingKek;

  private GoogleCloud(GoogleSettings settings) {
    documents = new Lazy<>(() -> closing(FirestoreDocuments.open(settings)));
    keys = new Lazy<>(() -> closing(FirestoreDocuments.openKeys(settings)));
    blobs = new Lazy<>(() -> closing(StorageBlobs.open(settings)));
    accounts = new Lazy<>(() -> closing(FirebaseAccounts.open(settings)));
    billing = new Lazy<>(() -> StripeBilling.open(settings));
    tasks = new Lazy<>(() -> closing(PubSubTasks.open(settings)));
    realtime = new Lazy<>(() -> FirebaseRealtime.open(settings));
    kek = new Lazy<>(() -> closing(KmsKek.open(settings)));
    signingKek = new Lazy<>(() -> closing(KmsKek.openSigning(settings)));
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

  /** A client that is opened on first use. */
  private static final class Lazy<T> {
    private final Supplier<T> open;
    private @Nullable T client;

    Lazy(Supplier<T> open) {
      this.open = open;
    }

    synchronized T get() {
      T found = client;
      if (found == null) {
        found = open.get();
        client = found;
      }
      return found;
    }
  }
}
