package com.anykoma.privacy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.local.host.FunctionHost;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with a heap of 64 MiB seals and opens 256 MiB, and erases a person with much data. */
final class LittleHeapIT {
  @TempDir private Path directory = Path.of("");

  @Test
  void sealsAndErasesLargeDataWith64MebibytesOfHeap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LittleHeapIT.class.getName(),
                directory.toString())
            .inheritIO()
            .start();

    assertThat(process.waitFor()).isZero();
  }

  /** Argument: the directory of the data. */
  public static void main(String[] args) throws Exception {
    Main.discardLogs();
    Path directory = Path.of(args[0]);
    Set<DeployedFunction> vault = Set.of(DeployedFunction.BLOB_UPLOADED, DeployedFunction.CONTENT);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, InstantSource.system());
        FunctionHost host = FunctionEnvironment.host(cloud, InstantSource.system(), vault)) {
      VaultLoad load = new VaultLoad(cloud, 1);
      List<Blob> uploads = load.upload(256L << 20, 1);
      VaultLoad.seal(host.base(), VaultLoad.OURS, uploads, 1);
      load.open(host.base(), VaultLoad.OURS, uploads, 1);
    }
    try (ErasureLoad erasing = new ErasureLoad(directory, false)) {
      erasing.store(new SubjectId("much"), 10_000, 200);
      erasing.erase(new SubjectId("much"));
    }
    System.exit(0);
  }
}
