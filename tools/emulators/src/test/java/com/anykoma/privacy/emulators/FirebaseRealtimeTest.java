package com.anykoma.privacy.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.NodePath;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.RealtimeDatabaseContract;
import com.anykoma.privacy.platform.google.FirebaseRealtime;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.google.gson.JsonPrimitive;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the adapter on the fake: the contract, other databases, and refused and lost requests. */
final class FirebaseRealtimeTest extends RealtimeDatabaseContract {
  private static final String URL = "https://demo-a-default-rtdb.europe-west1.firebasedatabase.app";
  private static final String NAME = "demo-a-default-rtdb";
  private static final NodePath ANN = node("status/ann");

  private volatile int status;
  private volatile String body = "";
  private FakeRealtime fake;
  private RealtimeDatabase realtime;

  @BeforeEach
  void open() {
    fake =
        FakeRealtime.start(
            handler ->
                exchange -> {
                  if (status > 0) {
                    byte[] answer = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                  } else {
                    handler.handle(exchange);
                  }
                });
    realtime = FirebaseRealtime.open(settings(Optional.of(URI.create(URL)), fake.uri()));
  }

  @AfterEach
  void close() {
    fake.close();
  }

  private static GoogleSettings settings(Optional<URI> url, URI endpoint) {
    return new GoogleSettings(
        "demo-a",
        "(default)",
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        url,
        Map.of(GoogleSettings.Service.REALTIME, endpoint),
        0);
  }

  @Override
  protected RealtimeDatabase realtime() {
    return realtime;
  }

  @Override
  protected void set(NodePath path, String value) {
    fake.set(NAME, path, new JsonPrimitive(value));
  }

  @Test
  void otherDatabaseIsNotTouched() {
    fake.set("demo-b", ANN, new JsonPrimitive("online"));

    realtime.delete(ANN);

    assertThat(realtime.exists(ANN)).isFalse();
    GoogleSettings other =
        settings(Optional.of(URI.create("https://demo-b.firebaseio.com")), fake.uri());
    assertThat(FirebaseRealtime.open(other).exists(ANN)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "400, '{\"error\":\"Data requested exceeds the maximum size\"}'",
    "401, '{\"error\":\"Unauthorized request.\"}'",
    "403, ''",
    "404, '{\"error\":\"404 Not Found\"}'",
    "307, ''",
    "429, ''",
    "500, null",
    "503, ''",
  })
  void refusedRequestIsAFailureWithItsStatusOnly(int refusal, String answer) {
    set(ANN, "online");
    status = refusal;
    body = answer;

    for (Runnable each :
        new Runnable[] {
          () -> realtime.exists(ANN), () -> realtime.keys(ANN), () -> realtime.delete(ANN)
        }) {
      assertThatThrownBy(each::run)
          .isInstanceOf(CloudFailure.class)
          .hasMessageContaining(": " + refusal)
          .hasMessageNotContainingAny("ann", NAME)
          .hasNoCause();
    }
    status = 0;
    assertThat(realtime.exists(ANN)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{\"a\":tru", "{} x"})
  void answerThatIsNotJsonIsNoEmptyNode(String answer) {
    status = 200;
    body = answer;

    assertThatThrownBy(() -> realtime.keys(ANN)).isInstanceOf(CloudFailure.class);
  }

  @Test
  void lostConnectionIsAFailure() {
    fake.close();

    assertThatThrownBy(() -> realtime.exists(ANN))
        .isInstanceOf(CloudFailure.class)
        .hasMessageNotContaining("ann")
        .hasNoCause();
  }

  @Test
  void missingUrlIsRefused() {
    assertThatThrownBy(() -> FirebaseRealtime.open(settings(Optional.empty(), fake.uri())))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("URL");
  }
}
