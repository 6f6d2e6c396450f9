package com.anykoma.privacy.platform.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A program that writes to a cloud until it is killed, and prints each acknowledged write. */
final class CrashTestWriter {
  private static final int THREADS = 3;

  private CrashTestWriter() {}

  /** Arguments: the directory, and a prefix for the ids. */
  public static void main(String[] args) {
    EmbeddedCloud cloud = EmbeddedCloud.open(Path.of(args[0]), InstantSource.system());
    for (int thread = 0; thread < THREADS; thread++) {
      String prefix = args[1] + "-" + thread + "-";
      new Thread(() -> writeUntilKilled(cloud, prefix)).start();
    }
  }

  private static void writeUntilKilled(EmbeddedCloud cloud, String prefix) {
    for (long i = 0; ; i++) {
      String id = prefix + i;
      cloud.documents().create(DocumentPath.of("written", id), Fields.empty().with("id", id));
      acknowledge("document " + id);
      cloud.tasks().publish(List.of(new Task("t", id, Map.of())));
      acknowledge("task " + id);
      writeBlob(cloud, id);
      acknowledge("blob " + id);
    }
  }

  private static void writeBlob(EmbeddedCloud cloud, String id) {
    try {
      cloud
          .blobs()
          .write(
              new BlobId("written", id),
              "text/plain",
              Map.of(),
              OptionalLong.empty(),
              out -> out.write(content(id).getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content of the blob with this id. */
  static String content(String id) {
    return id.repeat(1000);
  }

  private static void acknowledge(String item) {
    synchronized (System.out) {
      System.out.println(item + ";");
      System.out.flush();
    }
  }
}
