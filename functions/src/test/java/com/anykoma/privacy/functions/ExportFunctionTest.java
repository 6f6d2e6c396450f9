package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Fields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the HTTP interface of exports: whom it admits, its states, and the archives. */
@Keeps({"P22", "P24"})
class ExportFunctionTest {
  @TempDir private Path directory;
  private Stack stack;
  private SubjectId zoe;
  private SubjectId max;

  @BeforeEach
  void signUp() throws IOException {
    stack = new Stack(directory);
    zoe = stack.signUp("zoe");
    max = stack.signUp("max");
    stack.write("users/zoe/prompts/p1", Fields.empty().with("text", "a fox"));
    stack.upload(zoe, "i1", "image/png", new byte[] {1, 2, 3});
    stack.task("checkpoint-audit", Map.of()); // creates the signing key
    stack.settle();
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private FakeResponse ask(SubjectId caller, String method, String path, String... header)
      throws IOException {
    return ask(stack.cloud.accounts().issueIdToken(caller), method, path, header);
  }

  private FakeResponse ask(String token, String method, String path, String... header)
      throws IOException {
    Map<String, String> headers = new HashMap<>(Map.of("Authorization", "Bearer " + token));
    for (int i = 0; i < header.length; i += 2) {
      headers.put(header[i], header[i + 1]);
    }
    FakeResponse response = new FakeResponse();
    new ExportFunction(stack.as(ExportFunction.class))
        .service(FakeRequest.of(method, "http://localhost/Export" + path, headers), response);
    return response;
  }

  private void complete() throws IOException {
    assertThat(ask(zoe, "POST", "").status()).isEqualTo(202);
    stack.settle();
  }

  @Test
  void exportIsStartedBuiltAndDownloadedByItsOwnerOnly() throws IOException {
    FakeResponse started = ask(zoe, "POST", "");
    assertThat(started.status()).isEqualTo(202);
    assertThat(started.body()).contains("\"state\":\"partial\"").doesNotContain("zoe");
    assertThat(ask(zoe, "POST", "").body()).isEqualTo(started.body());
    assertThat(ask(zoe, "GET", "/parts/1").status()).isEqualTo(404);

    stack.settle();

    FakeResponse status = ask(zoe, "GET", "");
    assertThat(status.body()).contains("\"state\":\"complete\"", "\"files\":");
    FakeResponse part = ask(zoe, "GET", "/parts/1");
    assertThat(part.status()).isEqualTo(200);
    assertThat(part.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"export-1.zip\"");
    assertThat(part.header("Cache-Control")).contains("no-store");
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(part.bytes()));
    assertThat(zip.getNextEntry()).isNotNull();
    assertThat(ask(max, "GET", "").status()).isEqualTo(404);
    assertThat(ask(max, "GET", "/parts/1").status()).isEqualTo(404);
    assertThat(ask("forged", "GET", "/parts/1").status()).isEqualTo(401);
  }

  @Test
  void rangeOfAnArchiveIsServed() throws IOException {
    complete();
    byte[] whole = ask(zoe, "GET", "/parts/1").bytes();

    FakeResponse range = ask(zoe, "GET", "/parts/1", "Range", "bytes=2-5");

    assertThat(range.status()).isEqualTo(206);
    assertThat(range.bytes()).containsExactly(whole[2], whole[3], whole[4], whole[5]);
  }

  @Test
  void pathsThatAreNoPartAreNotFoundOrTheState() throws IOException {
    complete();

    for (String each : new String[] {"/parts/2", "/parts/99999", "/x/parts/3"}) {
      assertThat(ask(zoe, "GET", each).status()).isEqualTo(404);
    }
    for (String each : new String[] {"/parts/0", "/parts/-1", "/parts/1/..", "/parts/123456"}) {
      assertThat(ask(zoe, "GET", each).body()).contains("\"state\"");
    }
  }

  @Test
  void startNeedsARecentSignIn() throws IOException {
    String token = stack.cloud.accounts().issueIdToken(zoe);
    stack.later(Duration.ofMinutes(6));

    FakeResponse refused = ask(token, "POST", "");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(ask(zoe, "GET", "").status()).isEqualTo(404);
  }

  @Test
  void cancelledExportIsGone() throws IOException {
    complete();

    assertThat(ask(zoe, "DELETE", "").status()).isEqualTo(202);
    assertThat(ask(zoe, "GET", "/parts/1").status()).isEqualTo(404);
    stack.settle();

    assertThat(ask(zoe, "DELETE", "").status()).isEqualTo(404);
    assertThat(ask(zoe, "POST", "").status()).isEqualTo(202);
  }

  @Test
  @Keeps("P23")
  void exportDuringAnErasureIsRefused() throws IOException {
    complete();
    stack.wiring.services().erasures().request(zoe, "requested");

    assertThat(ask(zoe, "POST", "").status()).isEqualTo(409);
    assertThat(ask(zoe, "GET", "/parts/1").status()).isEqualTo(404);
  }

  @Test
  void sweepDeletesAnExportAfterItsWeek() throws IOException {
    complete();
    stack.later(Duration.ofDays(7));

    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(stack.cloud.documents().collections(Optional.empty())).doesNotContain("exports");
  }
}
