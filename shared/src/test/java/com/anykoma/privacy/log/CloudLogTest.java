package com.anykoma.privacy.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.AlarmFailure;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that log lines are JSON that Cloud Logging reads, and that no value is quoted (P15). */
@Keeps("P15")
final class CloudLogTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Logger OURS = Logger.getLogger(CloudLogTest.class.getName());
  private static final Log LOG = Log.of(CloudLogTest.class);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Handler handler =
      new CloudLog(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          Map.of(
              "GOOGLE_CLOUD_PROJECT", "notely", "K_SERVICE", "privacy-sweep", "K_REVISION", "r-7"));

  CloudLogTest() {
    OURS.addHandler(handler);
    OURS.setLevel(Level.INFO);
  }

  @AfterEach
  void removeHandler() {
    OURS.removeHandler(handler);
    OURS.setLevel(null);
    Trace.end();
  }

  private JsonObject line() {
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(1);
    return JsonParser.parseString(lines.get(0)).getAsJsonObject();
  }

  @Test
  void aLineHasSeverityMessageTraceLabelsAndFields() {
    Trace.begin(Optional.of("00-" + TRACE + "-b7ad6b7169203331-01"));

    LOG.warning("orders wait", LogField.KIND.of("erasures"), LogField.OLDEST_SECONDS.of(4711));

    assertThat(line())
        .isEqualTo(
            JsonParser.parseString(
                """
                {"severity": "WARNING", "message": "orders wait kind=erasures oldestSeconds=4711",
                 "kind": "erasures", "oldestSeconds": 4711,
                 "logging.googleapis.com/trace": "projects/notely/traces/%s",
                 "logging.googleapis.com/labels": {"function": "privacy-sweep", "version": "r-7"}}
                """
                    .formatted(TRACE)));
  }

  @Test
  void aTraceIsReadFromEitherHeaderAndNeverQuotesAnother() {
    for (String header :
        List.of(TRACE + "/123;o=1", TRACE, "00-" + TRACE + "-b7ad6b7169203331-00")) {
      Trace.begin(Optional.of(header));
      assertThat(Trace.current()).as(header).contains(TRACE);
    }
    for (String header :
        List.of("", "ann@example.com", TRACE.substring(1), TRACE + " x", "x" + TRACE)) {
      Trace.begin(Optional.of(header));
      assertThat(Trace.current()).as(header).isEmpty();
    }
  }

  @Test
  void aValueOfAnotherShapeIsRefused() {
    for (LogField each : LogField.values()) {
      for (String value :
          List.of(
              "ann@example.com",
              "Ann Lee",
              "203.0.113.9",
              "2001:db8::9",
              "a prompt",
              "Mozilla/5.0 (X11)",
              "4242 4242 4242 4242",
              "a\nsevere: forged",
              "a\u202e",
              "a\"b")) {
        assertThat(each.of(value).value()).as("%s %s", each, value).isEqualTo(LogField.REFUSED);
      }
    }
    assertThat(LogField.IN.of(List.of("users", "Ann Lee")).value()).isEqualTo(LogField.REFUSED);
    assertThat(LogField.OLDEST_SECONDS.of("many")).hasToString("oldestSeconds=(refused)");
  }

  @Test
  void anExceptionIsClassesAndPlacesWithoutMessages() {
    LOG.failed(
        new PermanentFailure("Marker", new IllegalStateException("Marker")), "an event failed");

    JsonObject line = line();
    assertThat(line.get("severity").getAsString()).isEqualTo("ERROR");
    assertThat(line.get("exception").toString())
        .isEqualTo(
            "[\"com.anykoma.privacy.PermanentFailure\",\"java.lang.IllegalStateException\"]");
    assertThat(line.get("places").toString())
        .startsWith("[\"CloudLogTest.anExceptionIsClassesAndPlacesWithoutMessages:");
    assertThat(line.toString()).doesNotContain("Marker");
  }

  @Test
  void theAlarmOfAFailureIsALineOfItsOwn() {
    LOG.failed(new AlarmFailure("alarm: a test", LogField.LOCATION.of("users")), "it failed");

    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).contains("\"message\":\"alarm: a test location=users\"");
  }

  @Test
  void aLibrarysMessageIsNotPrinted() {
    LogRecord record = new LogRecord(Level.SEVERE, "request of Marker failed {0}");
    record.setLoggerName("io.grpc.netty.Anything");
    record.setParameters(new Object[] {"Marker"});
    record.setThrown(new IllegalArgumentException("Marker"));
    handler.publish(record);

    assertThat(line().toString())
        .doesNotContain("Marker")
        .contains("io.grpc.netty.Anything", "java.lang.IllegalArgumentException");
  }

  @Test
  void installingMakesItTheOnlyHandler() {
    Logger root = Logger.getLogger("");
    Handler[] before = root.getHandlers();
    try {
      CloudLog.install(Map.of());
      CloudLog.install(Map.of());

      assertThat(root.getHandlers()).hasSize(1).hasOnlyElementsOfType(CloudLog.class);
    } finally {
      root.removeHandler(root.getHandlers()[0]);
      List.of(before).forEach(root::addHandler);
    }
  }
}
