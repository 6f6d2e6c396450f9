package com.anykoma.privacy.functions;

import static com.anykoma.privacy.functions.Stack.NOW;
import static com.anykoma.privacy.functions.StripeJson.event;
import static com.anykoma.privacy.functions.StripeJson.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the Content function serves content to its owner only. */
@Keeps({"P10", "P16", "P17", "P22"})
@TestInstance(Lifecycle.PER_CLASS)
@Tag("slow")
final class ContentFunctionTest {
  private static final String IMAGE = "/Content/blobs/images/i1";
  private static final byte[] BYTES = new byte[100_000];

  private Stack stack;
  private SubjectId zoe;
  private SubjectId max;

  static {
    new Random(1).nextBytes(BYTES);
  }

  /** One stack for all tests: each test that changes data uses its own. */
  @BeforeAll
  void open(@TempDir Path directory) throws Exception {
    stack = new Stack(directory);
    zoe = stack.signUp("zoe");
    max = stack.signUp("max");
    long at = NOW.getEpochSecond() - 1000;
    stack.send(
        event(
            "evt_1",
            "customer.subscription.created",
            at,
            subscription("sub_1", "cus_1", "active", "pro_monthly", at + 2_000_000)));
    stack.send(event("evt_2", "customer.updated", at, StripeJson.customer("cus_1", "zoe")));
    stack.runTasks();
    stack.upload(zoe, "i1", "image/png", BYTES);
  }

  @AfterAll
  void close() {
    stack.close();
  }

  @Test
  void returnsUncacheableBytesToTheOwner() throws Exception {
    FakeResponse answer = stack.get(zoe, IMAGE);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bytes()).isEqualTo(BYTES);
    assertThat(answer.getContentType()).hasValue("image/png");
    assertThat(answer.header("Content-Length")).isEqualTo("100000");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, no-store");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Security-Policy")).contains("sandbox");
    assertThat(answer.header("Content-Disposition")).isEmpty();
  }

  @Test
  void opensSealedFieldsForTheOwner() throws Exception {
    stack.write(
        "users/zoe/prompts/p1",
        Fields.of(Map.of("text", "a red dragon", "seed", 7L, "createdAt", NOW)));
    Fields stored =
        stack
            .cloud
            .documents()
            .get(new DocumentPath("users/zoe/prompts/p1"))
            .orElseThrow()
            .fields();

    FakeResponse answer = stack.get(zoe, "/documents/prompts/p1");

    assertThat(stored.value("text").orElseThrow()).isInstanceOf(Bytes.class);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.getContentType()).hasValue("application/json; charset=utf-8");
    assertThat(answer.body())
        .contains("\"text\":\"a red dragon\"", "\"seed\":7", "\"createdAt\":\"" + NOW + "\"");
  }

  @Test
  void writesLargeIntegersAsStrings() throws Exception {
    stack.write(
        "users/zoe/prompts/p2",
        Fields.empty()
            .with("exact", 9_007_199_254_740_991L)
            .with("negative", -9_007_199_254_740_991L)
            .with("tooLarge", 9_007_199_254_740_992L)
            .with("least", Long.MIN_VALUE)
            .with("fraction", 0.5));

    assertThat(stack.get(zoe, "/documents/prompts/p2").body())
        .contains(
            "\"exact\":9007199254740991,",
            "\"negative\":-9007199254740991,",
            "\"tooLarge\":\"9007199254740992\"",
            "\"least\":\"-9223372036854775808\"",
            "\"fraction\":0.5")
        .doesNotContain("nonFinite");
  }

  @Test
  void listsNonFiniteNumbersBesideTheFields() throws Exception {
    stack.write(
        "users/zoe/prompts/p3",
        Fields.empty()
            .with("text", "NaN")
            .with("seed", Double.NaN)
            .with("style", Map.of("a/b~c", List.of(1L, Double.NEGATIVE_INFINITY))));

    assertThat(stack.get(zoe, "/documents/prompts/p3").body())
        .contains(
            "\"text\":\"NaN\"",
            "\"seed\":null",
            "\"style\":{\"a/b~c\":[1,null]}",
            "\"nonFinite\":{\"/seed\":\"NaN\",\"/style/a~1b~0c/1\":\"-Infinity\"}");
  }

  @Test
  void acceptsPathInQueryParameter() throws Exception {
    stack.upload(zoe, "50% off", "image/png", BYTES);

    FakeResponse answer = stack.get(zoe, "/Content/?x=1&path=blobs/images/50%25%20off");

    assertThat(answer.bytes()).isEqualTo(BYTES);
    assertThat(stack.get(max, "/?path=blobs/images/50%25%20off").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/?path=",
        "/?path=blobs/images",
        "/?path=blobs/images/%zz",
        "/?path=blobs/images/..",
        IMAGE,
        "/blobs/images/none",
        "/documents/prompts/p1",
        "/blobs/images/..",
        "/blobs/images/../../zoe/images/i1",
        "/blobs/images/%2e%2e%2f%2e%2e%2fzoe%2fimages%2fi1",
        "/blobs/images/zoe%2Fimages%2Fi1",
        "/blobs/users/zoe",
        "/blobs/subjects/zoe",
        "/documents/users/zoe",
        "/documents/subjects/zoe",
        "/documents/items/p1",
        "/documents/usage/u",
        "/blobs/images/",
        "/blobs/images/%00",
        "/blobs/images/%ff%fe",
        "/blobs/images/%zz",
        "/blobs//i1",
        "/other/images/i1",
        "/i1",
        "/",
      })
  @Keeps({"P10", "P18"})
  void otherPeoplesAndUnknownContentReturn404(String path) throws Exception {
    stack.write("users/zoe/prompts/p1", Fields.empty().with("text", "a red dragon"));

    FakeResponse answer = stack.get(max, path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"error\":\"you have no content at this address\"}");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Bearer a.b.c"})
  void requestsWithoutValidTokenReturn401(String authorization) throws Exception {
    FakeResponse answer = stack.ask("GET", zoe, IMAGE, Map.of("Authorization", authorization));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void revokedSessionReturns401() throws Exception {
    SubjectId ian = stack.signUp("ian");
    String token = stack.cloud.accounts().issueIdToken(ian);
    stack.cloud.accounts().disable(ian);

    assertThat(stack.ask("GET", zoe, IMAGE, Map.of("Authorization", "Bearer " + token)).status())
        .isEqualTo(401);
  }

  @Test
  void refusesMethodsOtherThanGetAndHead() throws Exception {
    FakeResponse answer = stack.ask("DELETE", zoe, IMAGE, Map.of());

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
    FakeResponse head = stack.ask("HEAD", zoe, IMAGE, Map.of());
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo("100000");
    assertThat(head.bytes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0,206,0,1",
    "bytes=10-19,206,10,10",
    "bytes=99990-,206,99990,10",
    "bytes=-10,206,99990,10",
    "bytes=-200000,206,0,100000",
    "bytes=99999-200000,206,99999,1",
    "bytes=32760-32780,206,32760,21",
    "bytes=100000-,416,0,0",
    "bytes=-0,416,0,0",
    "bytes=5-4,200,0,100000",
    "bytes=a-b,200,0,100000",
    "bytes=-,200,0,100000",
    "'bytes=0-1,5-6',200,0,100000",
    "lines=0-1,200,0,100000",
    "bytes=99999999999999999999-,200,0,100000",
  })
  void servesByteRanges(String range, int status, int from, int length) throws Exception {
    FakeResponse answer = stack.ask("GET", zoe, IMAGE, Map.of("Range", range));

    assertThat(answer.status()).isEqualTo(status);
    if (status == 416) {
      assertThat(answer.header("Content-Range")).isEqualTo("bytes */100000");
    } else {
      assertThat(answer.bytes()).isEqualTo(Arrays.copyOfRange(BYTES, from, from + length));
      assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(length));
    }
    if (status == 206) {
      assertThat(answer.header("Content-Range"))
          .isEqualTo("bytes " + from + "-" + (from + length - 1) + "/100000");
    }
  }

  @Test
  void ifRangeOfAnotherGenerationReturnsTheWhole() throws Exception {
    stack.upload(zoe, "again", "image/png", BYTES);
    String again = "/blobs/images/again";
    String tag = stack.get(zoe, again).header("ETag");
    stack.upload(zoe, "again", "image/png", BYTES);

    Map<String, String> resumed = Map.of("Range", "bytes=10-19", "If-Range", tag);
    assertThat(stack.ask("GET", zoe, again, resumed).status()).isEqualTo(200);
    Map<String, String> current =
        Map.of("Range", "bytes=10-19", "If-Range", stack.get(zoe, again).header("ETag"));
    assertThat(stack.ask("GET", zoe, again, current).status()).isEqualTo(206);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/svg+xml", "application/pdf", "nonsense"})
  void unsafeTypesAreAttachments(String type) throws Exception {
    stack.upload(zoe, "i2", type, BYTES);

    FakeResponse answer = stack.get(zoe, "/blobs/images/i2");

    assertThat(answer.getContentType()).hasValue("application/octet-stream");
    assertThat(answer.header("Content-Disposition")).isEqualTo("attachment");
  }

  @Test
  void damageAtTheStartIsAnErrorResponse() throws Exception {
    stack.upload(zoe, "damaged", "image/png", BYTES);
    damage("damaged", 50);

    try (LogLines log = new LogLines()) {
      FakeResponse answer = stack.get(zoe, "/blobs/images/damaged");

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body()).contains("altered");
      assertThat(answer.header("Content-Length")).isEmpty();
      assertThat(log.lines()).hasSize(1).noneMatch(line -> line.contains("zoe"));
    }
  }

  @Test
  void laterDamageEndsTheResponseEarly() throws Exception {
    stack.upload(zoe, "cut", "image/png", new byte[300_000]);
    damage("cut", 250_000);

    assertThatThrownBy(() -> stack.get(zoe, "/blobs/images/cut"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended early");
    Map<String, String> part = Map.of("Range", "bytes=1-299999");
    assertThatThrownBy(() -> stack.ask("GET", zoe, "/blobs/images/cut", part))
        .isInstanceOf(IOException.class);
  }

  private void damage(String image, int at) throws IOException {
    BlobId id = new BlobId("content", "users/zoe/images/" + image);
    Blob live = stack.cloud.blobs().stat(id).orElseThrow();
    byte[] stored;
    try (var in = stack.cloud.blobs().read(live, 0)) {
      stored = in.readAllBytes();
    }
    stored[at] ^= 1;
    stack
        .cloud
        .blobs()
        .write(
            id,
            live.contentType(),
            live.metadata(),
            OptionalLong.empty(),
            out -> out.write(stored));
  }

  @Test
  @Keeps("P20")
  void deletedContentReturns404AtOnce() throws Exception {
    stack.upload(zoe, "gone", "image/png", BYTES);
    stack.write("users/zoe/images/gone", Fields.empty().with("title", "t").with("deletedAt", NOW));

    assertThat(stack.get(zoe, "/blobs/images/gone").status()).isEqualTo(404);
    assertThat(stack.get(zoe, "/documents/images/gone").status()).isEqualTo(404);
  }

  @Test
  @Keeps({"P20", "P23"})
  void erasedSubjectsContentReturns404DespiteValidToken() throws Exception {
    SubjectId lea = stack.signUp("lea");
    stack.upload(lea, "i1", "image/png", BYTES);
    assertThat(stack.get(lea, IMAGE).status()).isEqualTo(200);

    stack.wiring.services().erasures().begin(lea, "account-deleted");

    assertThat(stack.get(lea, IMAGE).status()).isEqualTo(404);
    stack.upload(lea, "late", "image/png", "x".getBytes(StandardCharsets.UTF_8));
    assertThat(stack.cloud.blobs().list("uploads", "", Optional.empty(), 10).items()).isEmpty();
    assertThat(stack.cloud.blobs().stat(new BlobId("content", "users/lea/images/late"))).isEmpty();
  }
}
