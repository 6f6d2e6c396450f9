package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.HttpLoad.Request;
import com.anykoma.privacy.bench.HttpLoad.Result;
import com.anykoma.privacy.bench.VaultLoad.Uploaded;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.cloud.EventBridge;
import com.anykoma.privacy.local.host.FunctionHost;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.protection.vault.KeyService;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What one subject's uploads and requests ask of the key-encryption key and of the database of
 * keys, by one instance that seals and another that opens, over two lifetimes of their caches.
 */
final class KeyUseBench {
  private static final long BYTES = 16L << 10;
  private static final int REQUESTS = 100;

  /**
   * What was asked for within one lifetime of a cache.
   *
   * @param kekCalls uses of the key-encryption key
   * @param keyReads documents read from the database of keys
   * @param perRequest all operations of the cloud, on average
   */
  record Row(
      String name, int requests, long kekCalls, long keyReads, Map<String, Double> perRequest) {}

  private KeyUseBench() {}

  static List<Row> run(Path directory, Clock clock) throws Exception {
    AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
    InstantSource moving = () -> clock.instant().plus(later.get());
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock)) {
      cloud.documents().tellOnly(EventBridge::isTold);
      VaultLoad load = new VaultLoad(cloud, 1);
      try (FunctionHost sealing = instance(cloud, moving);
          FunctionHost opening = instance(cloud, moving)) {
        List<Row> rows = new ArrayList<>();
        for (String lifetime : List.of("1st", "2nd")) {
          List<Uploaded> uploads = load.upload(BYTES, REQUESTS);
          List<Request> sealed = VaultLoad.finalized(sealing.uriOf(VaultServer.UPLOAD), uploads);
          rows.add(row("keys-encrypt-" + lifetime, cloud, sealing, sealed, 0));
          List<Request> opened = load.opened(opening.uriOf(VaultServer.CONTENT), uploads);
          long bytes = VaultLoad.bytes(uploads);
          rows.add(row("keys-open-" + lifetime, cloud, opening, opened, bytes));
          later.set(KeyService.MAX_AGE);
        }
        return rows;
      }
    }
  }

  private static FunctionHost instance(EmbeddedCloud cloud, InstantSource clock) {
    Wiring wiring = new Wiring(VaultBench.CONFIG, cloud, clock);
    return FunctionHost.start(0, base -> VaultServer.functions(wiring, cloud));
  }

  private static Row row(
      String name, EmbeddedCloud cloud, FunctionHost host, List<Request> requests, long bytes)
      throws Exception {
    cloud.counts().reset();
    Result unused = HttpLoad.send(host.base().getPort(), requests, 1).requireBytes(bytes);
    Map<String, Double> perRequest = new TreeMap<>();
    cloud
        .counts()
        .snapshot()
        .forEach((operation, count) -> perRequest.put(operation, (double) count / REQUESTS));
    return new Row(
        name,
        REQUESTS,
        cloud.counts().of("kek.encrypt") + cloud.counts().of("kek.decrypt"),
        cloud.counts().of("keys.read"),
        perRequest);
  }
}
