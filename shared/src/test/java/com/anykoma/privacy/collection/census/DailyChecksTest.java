package com.anykoma.privacy.collection.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Settings.Service;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.TaskPayload.ScanPage;
import com.anykoma.privacy.platform.embedded.RecordedSettings;
import com.anykoma.privacy.protection.settings.LiveSettings;
import com.anykoma.privacy.work.Checks;
import com.anykoma.privacy.yaml.SettingsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each daily check runs once a day, whatever happens to the others and the census. */
@Keeps({"P1", "P18", "P20"})
final class DailyChecksTest extends CensusFixture {
  private static final Duration DAY = Duration.ofDays(1);

  private final List<String> ran = new ArrayList<>();
  private List<String> problems = List.of();
  private boolean isRefused;

  @TempDir private Path recorded;

  private List<String> problemsOf(String name) {
    ran.add(name);
    if (isRefused && name.equals("settings")) {
      throw new IllegalStateException("refused");
    }
    return problems;
  }

  private AttestService attest() {
    Map<String, Supplier<List<String>>> checks = new LinkedHashMap<>();
    checks.put("settings", () -> problemsOf("settings"));
    checks.put("page", () -> problemsOf("page"));
    return attest(map, checks);
  }

  private Checks.Result result(String name) {
    return Objects.requireNonNull(new Checks(cloud.documents(), clock).results().get(name));
  }

  private void start() {
    attest().handle(new BeginScan("attest"));
  }

  @Test
  void scheduledStartRunsEachCheckAndKeepsItsResult() {
    problems = List.of("bucket content softDelete is 604800");

    start();

    assertThat(ran).containsExactly("settings", "page");
    assertThat(result("settings").verifiedAt()).contains(NOW);
    assertThat(result("page").findings())
        .containsExactly(new Checks.Finding(problems.get(0), NOW, NOW));
  }

  @Test
  void checksRunOnEachDayAlsoWhenNoCensusIsDue() {
    start();
    Instant census = completedCensus();

    clock.set(NOW.plus(DAY));
    start();

    assertThat(completedCensus()).isEqualTo(census);
    assertThat(ran).containsExactly("settings", "page", "settings", "page");
    assertThat(result("page").verifiedAt()).contains(NOW.plus(DAY));
  }

  private Instant completedCensus() {
    return cloud
        .documents()
        .get(DocumentPath.of("scans", "attest"))
        .orElseThrow()
        .fields()
        .instant("startedAt")
        .orElseThrow();
  }

  @Test
  void doubledStartAndPagesRunNoCheckAgain() {
    start();
    start();
    attest().handle(new ScanPage("attest", 0));

    assertThat(ran).containsExactly("settings", "page");
  }

  @Test
  void failedCheckStopsNeitherTheOthersNorTheCensusAndRunsAgain() {
    isRefused = true;

    assertThatThrownBy(this::start).hasMessage("refused");

    assertThat(ran).containsExactly("settings", "page");
    assertThat(result("page").verifiedAt()).contains(NOW);
    assertThat(completedCensus()).isEqualTo(NOW);
    assertThat(new Checks(cloud.documents(), clock).results()).doesNotContainKey("settings");

    isRefused = false;
    start();

    assertThat(ran).containsExactly("settings", "page", "settings");
    assertThat(result("settings").verifiedAt()).contains(NOW);
  }

  @Test
  void resultOfACheckThatFailsGrowsStale() {
    start();
    isRefused = true;
    clock.set(NOW.plus(DAY));
    assertThatThrownBy(this::start).hasMessage("refused");

    assertThat(result("settings").verifiedAt()).contains(NOW);
    assertThat(result("page").verifiedAt()).contains(NOW.plus(DAY));
  }

  @Test
  void failedCensusStopsNoCheck() {
    AttestService broken =
        new AttestService(
            cloud.documents(),
            cloud.keys(),
            cloud.blobs(),
            cloud.realtime(),
            (tasks) -> {
              throw new PermanentFailure("refused");
            },
            map,
            Map.of("page", () -> problemsOf("page")),
            clock);
    put("users/u1/prompts/p");

    try {
      broken.handle(new BeginScan("attest"));
    } catch (PermanentFailure e) {
      assertThat(e).hasMessage("refused");
    }

    assertThat(ran).containsExactly("page");
  }

  @Test
  void vendorsChangedDefaultIsFoundByTheNextDailyRunAndAgesUntilItIsCorrected() throws IOException {
    RecordedSettings settings = new RecordedSettings(recorded.resolve("settings.json"));
    LiveSettings live =
        LiveSettings.of(
            settings,
            SettingsFolder.packaged().setting("settings.yaml"),
            FixtureProduct.RESIDENCY.durations());
    AttestService attest = attest(map, Map.of("settings", live::findings));
    attest.handle(new BeginScan("attest"));
    assertThat(result("settings").findings()).isEmpty();
    String kek = "/v1/" + settings.names().get("key/kek");
    String answer = settings.json(Service.KMS, kek).replace("86400s", "2592000s");
    Files.writeString(settings.changes(), "{\"answers\": {\"KMS " + kek + "\": " + answer + "}}");

    for (int day = 1; day <= 3; day++) {
      clock.set(NOW.plus(DAY.multipliedBy(day)));
      attest.handle(new BeginScan("attest"));

      assertThat(result("settings").findings())
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.what()).startsWith("kek destruction is 2592000s").contains("P20");
                assertThat(each.since()).isEqualTo(NOW.plus(DAY));
                assertThat(each.seenAt()).isEqualTo(clock.instant());
              });
    }

    Files.delete(settings.changes());
    clock.set(NOW.plus(DAY.multipliedBy(4)));
    attest.handle(new BeginScan("attest"));
    assertThat(result("settings").findings()).isEmpty();
  }
}
