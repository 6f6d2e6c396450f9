package com.anykoma.privacy.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.local.app.ServedApp;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.OffsetClock;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServedLogTest {
  private static final Logger LOG = Logger.getLogger(ServedLog.class.getName());
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path directory = Path.of("");
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private final Handler kept =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          lines.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private static void get(URI uri) throws Exception {
    HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
  }

  @Test
  void logsOneLinePerRequestAndEventWithoutUids() throws Exception {
    LOG.addHandler(kept);
    LOG.setLevel(Level.INFO); // a command may have set a stricter one for all
    try (LocalCloud cloud =
        ServedApp.open(
            FixtureProduct.FILES,
            CloudChoice.EMBEDDED,
            Map.of(),
            directory,
            OffsetClock.of(directory),
            0)) {
      for (String path :
          List.of(
              "",
              "?uid=alice",
              "app/gate/alice",
              "app/alice/x",
              "app/../alice",
              "Content/blobs/images/alice",
              "Evidence",
              "alice",
              "alice/Content")) {
        get(URI.create(cloud.host().base() + "/" + path));
      }
      cloud
          .cloud()
          .documents()
          .create(DocumentPath.of("users", "alice"), Fields.empty().with("n", 1));
      assertThat(cloud.bridge().untilIdle(LONG)).isTrue();
    } finally {
      LOG.removeHandler(kept);
      LOG.setLevel(null);
    }

    assertThat(lines).noneMatch(each -> each.contains("alice"));
    assertThat(lines.stream().filter(each -> each.startsWith("request ")))
        .extracting(each -> each.replaceFirst(" ms=[0-9]+$", ""))
        .containsExactlyInAnyOrder( // a line follows its answer
            "request method=GET path=/ status=200",
            "request method=GET path=/ status=200",
            "request method=GET path=/app/gate/* status=200",
            "request method=GET path=/app/* status=404",
            "request method=GET path=/* status=404",
            "request method=GET path=/Content/* status=401",
            "request method=GET path=/Evidence status=401",
            "request method=GET path=/* status=404",
            "request method=GET path=/* status=404");
    assertThat(lines)
        .filteredOn(each -> each.startsWith("event function=AccountWritten "))
        .hasSize(1)
        .allMatch(each -> each.matches(".* outcome=taken attempt=1 status=200 ms=[0-9]+"));
  }
}
