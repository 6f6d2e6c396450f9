package com.anykoma.privacy.bench;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.rights.export.Export;
import com.anykoma.privacy.rights.export.ExportService;
import com.anykoma.privacy.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./run bench export}: a complete export of a person's images, beside a ZIP of the same
 * plaintext files by java.util.zip alone with the same settings.
 */
@Command(
    name = "export",
    description = "Measures exports, compared with java.util.zip alone on the same plaintext.",
    mixinStandardHelpOptions = true)
final class ExportBenchmark extends Benchmark {
  private static final String RATE = "mbPerSecond"; // 10^6 bytes of plaintext
  private static final String PEER = "java.util.zip";
  private static final SubjectId OWNER = new SubjectId("u0");
  private static final int IMAGE_BYTES = 512 * 1024;

  @Option(names = "--images", description = "Images. Default: ${DEFAULT-VALUE}.")
  private int images = 2_000;

  @Option(
      names = "--little-heap-images",
      description = "Images of the export with 128 MiB of heap. Default: ${DEFAULT-VALUE}.")
  private int littleHeapImages = 10_000;

  ExportBenchmark() {
    super(3);
  }

  @Override
  void measure(Report report) throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        EmbeddedCloud cloud = EmbeddedCloud.open(directory.path(), InstantSource.system())) {
      Services services = services(cloud);
      byte[] image = store(services, images);
      Path plain = Files.write(directory.path().resolve("image"), image);
      Comparison comparison =
          Comparison.run(
              RATE,
              1,
              rounds(),
              List.of(
                  it -> it.record(export(services, images), Map.of("ratioToLimit", PEER)),
                  it -> it.record(zip(plain, images), Map.of())));
      report.table(comparison.rows());
      report.atLeast(
          0.7, "times java.util.zip alone", comparison.row("export").get("ratioToLimit"));
    }
    Process littleHeap =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ExportBenchmark.class.getName(),
                String.valueOf(littleHeapImages))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    report.atMost(
        0, "exit code: " + littleHeapImages + " images in 128 MiB of heap", littleHeap.waitFor());
  }

  /** Argument: the number of images to export. */
  public static void main(String[] args) throws Exception {
    Main.discardLogs();
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        EmbeddedCloud cloud = EmbeddedCloud.open(directory.path(), InstantSource.system())) {
      Services services = services(cloud);
      store(services, Integer.parseInt(args[0]));
      export(services, Integer.parseInt(args[0]));
    }
    System.exit(0);
  }

  private static Services services(EmbeddedCloud cloud) {
    cloud.accounts().create(OWNER, Optional.empty(), Optional.empty());
    return new Wiring(
            FunctionEnvironment.CONFIG, cloud, FunctionEnvironment.PRODUCT, InstantSource.system())
        .services();
  }

  /** Stores sealed images of the owner; returns the plaintext of each, which is noise. */
  private static byte[] store(Services services, int count) throws IOException {
    byte[] image = new byte[IMAGE_BYTES];
    new Random(1).nextBytes(image);
    for (int i = 0; i < count; i++) {
      BlobId id = new BlobId(UploadService.CONTENT, "users/" + OWNER.value() + "/images/i" + i);
      services.blobs().put(OWNER, id, KeyClass.CONTENT, "image/png", image);
    }
    return image;
  }

  private static ReportRow export(Services services, int count) {
    ExportService exports = services.exports();
    long start = System.nanoTime();
    Due task = new Due(exports.start(OWNER).orElseThrow().path().id());
    int parts = 0;
    while (!exports.status(OWNER).orElseThrow().isIn(Export.State.COMPLETE)) {
      exports.handle(task);
      parts++;
    }
    ReportRow row = rate("export", count, start).with("parts", parts);
    exports.cancel(OWNER);
    exports.handle(task);
    return row;
  }

  /** Copies the same plaintext from files into one ZIP file, without compression. */
  private static ReportRow zip(Path image, int count) throws IOException {
    long start = System.nanoTime();
    Path copy = image.resolveSibling("copy.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(copy))) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (int i = 0; i < count; i++) {
        zip.putNextEntry(new ZipEntry("i" + i));
        Files.copy(image, zip);
        zip.closeEntry();
      }
    }
    ReportRow row = rate(PEER, count, start);
    Files.delete(copy);
    return row.with("parts", 1);
  }

  private static ReportRow rate(String name, int count, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return ReportRow.of(name).with(RATE, count * (double) IMAGE_BYTES / 1e6 / seconds);
  }
}
