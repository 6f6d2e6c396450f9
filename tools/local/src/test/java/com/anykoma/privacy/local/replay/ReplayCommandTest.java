package com.anykoma.privacy.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.local.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayCommandTest {
  @TempDir private Path directory = Path.of("");

  private static String event(String id, boolean livemode, long created) {
    return """
        {"id":"%s","object":"event","livemode":%s,"created":%d,
         "type":"customer.updated","data":{"object":{"object":"customer","id":"cus_1",
         "metadata":{"firebaseUID":"u1"}}}}"""
        .formatted(id, livemode, created);
  }

  private static String line(String id) {
    return event(id, false, 1_770_001_000).replaceAll("\\s*\n\\s*", "");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static List<String> ids(Ran ran) {
    List<String> ids = new ArrayList<>();
    ran.json()
        .getAsJsonArray("events")
        .forEach(each -> ids.add(each.getAsJsonObject().get("id").getAsString()));
    return ids;
  }

  @Test
  void replaysListsOldestFirstAndLinesInOrder() throws Exception {
    file(
        "1.json",
        """
        {"object":"list","url":"/v1/events","has_more":false,"data":[
        %s,
        %s]}"""
            .formatted(event("evt_2", false, 1_770_002_000), event("evt_1", false, 1_770_001_000)));
    file("2.jsonl", "\n" + line("evt_3") + "\r\n\n[" + line("evt_4") + "]\n");
    file("3.json", line("evt_5") + "\n" + line("evt_6"));

    Ran ran = Ran.of("replay", directory.toString(), "--json");

    assertThat(ran.exit()).isZero();
    assertThat(ids(ran)).containsExactly("evt_1", "evt_2", "evt_3", "evt_4", "evt_5", "evt_6");
  }

  @Test
  void reportsTheBrokenLine() throws Exception {
    Path file = file("1.jsonl", line("evt_1") + "\n\n{\"id\":\n");

    Ran ran = Ran.of("replay", file.toString());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("1.jsonl is not the JSON of Stripe events: see line 3");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void acceptsEventsOnlyInTheirMode() throws Exception {
    Path live = file("live.json", event("evt_1", true, 1_770_001_000));

    Ran asLive = Ran.of("replay", "--livemode", live.toString());
    Ran asTest = Ran.of("replay", live.toString());

    assertThat(asLive.exit()).isZero();
    assertThat(asLive.err()).doesNotContain("refused");
    assertThat(asLive.out()).contains("200       customer.updated");
    assertThat(asTest.exit()).isOne();
    assertThat(asTest.err())
        .contains(
            "refused: 1 {\"error\":\"a live-mode event was sent to the test-mode endpoint\"}");
    assertThat(asTest.out()).contains("400       customer.updated");
  }

  @Test
  void eventValuesCannotControlTheTerminal() throws Exception {
    Path file = file("1.json", event("evt_\\u001b[2K", false, 1_770_001_000));

    Ran ran = Ran.of("replay", file.toString());

    assertThat(ran.out()).doesNotContain("\u001b").contains("evt_\\u001b[2K");
  }
}
