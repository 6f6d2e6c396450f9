package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.HttpLoad.Result;
import com.anykoma.privacy.bench.VaultLoad.Uploaded;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Seals and opens 256 MiB in a process whose heap is 64 MiB. */
final class HeapBench {
  private static final long BYTES = 256L << 20;
  private static final String MOST_HEAP = "-Xmx64m";

  /** The most heap used, in bytes, each pool at its peak, garbage included. */
  record Row(String name, long bytes) {}

  private HeapBench() {}

  static Row run(Path directory, Clock clock) throws Exception {
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        VaultProcess process =
            VaultProcess.start(List.of(MOST_HEAP), directory, VaultServer.OWN_CIPHER)) {
      VaultLoad load = new VaultLoad(cloud, 1);
      List<Uploaded> uploads = load.upload(BYTES, 1);
      Result unused = process.seal(VaultContestant.OURS, uploads);
      unused = process.open(VaultContestant.OURS, load, uploads);
      load.removeSealed(uploads);
      return new Row("heap", process.mostHeap());
    }
  }
}
