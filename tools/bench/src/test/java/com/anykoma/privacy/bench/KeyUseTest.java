package com.anykoma.privacy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.local.host.FunctionHost;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.protection.vault.KeyService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uses of keys by one instance that seals and one that opens, over two lifetimes of their caches.
 */
@Tag("slow")
final class KeyUseTest {
  private static final int REQUESTS = 20;

  @TempDir private Path directory = Path.of("");

  @Test
  void usesKeyEncryptionKeyOncePerSubjectAndCacheLifetime() throws Exception {
    Instant start = Instant.parse("2026-11-29T12:00:00Z");
    AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    InstantSource clock = () -> start.plus(passed.get());
    Set<DeployedFunction> vault = Set.of(DeployedFunction.BLOB_UPLOADED, DeployedFunction.CONTENT);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost sealing = FunctionEnvironment.host(cloud, clock, vault);
        FunctionHost opening = FunctionEnvironment.host(cloud, clock, vault)) {
      VaultLoad load = new VaultLoad(cloud, 1);
      for (Duration later : List.of(Duration.ZERO, KeyService.MAX_AGE.plusSeconds(1))) {
        passed.set(later);
        List<Blob> uploads = load.upload(16 << 10, REQUESTS);

        cloud.counts().reset();
        HttpLoad.Result sealed = VaultLoad.seal(sealing.base(), VaultLoad.OURS, uploads, 1);

        assertThat(sealed.nanos().getTotalCount()).isEqualTo(REQUESTS);
        assertThat(kekCalls(cloud)).isLessThanOrEqualTo(1);
        assertThat(cloud.counts().of("keys.read")).isBetween((long) REQUESTS, REQUESTS + 1L);

        cloud.counts().reset();
        HttpLoad.Result opened = load.open(opening.base(), VaultLoad.OURS, uploads, 1);

        assertThat(opened.nanos().getTotalCount()).isEqualTo(REQUESTS);
        assertThat(kekCalls(cloud)).isLessThanOrEqualTo(1);
        assertThat(cloud.counts().of("keys.read")).isLessThanOrEqualTo(1);
      }
    }
  }

  private static long kekCalls(EmbeddedCloud cloud) {
    return cloud.counts().of("kek.encrypt") + cloud.counts().of("kek.decrypt");
  }
}
