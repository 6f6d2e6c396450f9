package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.Ran;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResidencyCommandTest {
  private static final String YAML =
      """
      restorable: P7D
      slack: { sweep: PT5M, missed: PT48H, retries: P1D, clockSkew: PT1H }
      stores:
        main:
          what: documents
          recovery: P7D
          backups: P98D
          source: a page
          checked: 2026-11-27
        pay:
          what: payments
          retention: P90D
          disclosed: fraud's prevention
          source: a page
          checked: 2026-11-27
      """;

  @TempDir private Path directory = Path.of("");

  private String folder(String yaml) throws IOException {
    Files.writeString(directory.resolve("residency.yaml"), yaml);
    return directory.toString();
  }

  @Test
  @Keeps({"P20", "P21"})
  void residencyIsFeasible() {
    Ran ran = Ran.of("residency", "--json");

    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).isEmpty();
    JsonObject json = ran.json();
    assertThat(json.keySet()).containsExactly("feasible", "bound", "restorable", "slack", "stores");
    assertThat(json.get("feasible").getAsBoolean()).isTrue();
    assertThat(json.get("bound").getAsString()).isEqualTo("P28D");
    assertThat(json.get("restorable").getAsString()).isEqualTo("P7D");
    assertThat(json.get("slack").getAsString()).isEqualTo("P3DT2H5M");
    assertThat(json.getAsJsonArray("stores")).hasSizeGreaterThan(10);
    for (JsonElement each : json.getAsJsonArray("stores")) {
      JsonObject store = each.getAsJsonObject();
      assertThat(store.keySet())
          .containsExactly("store", "window", "latestSafeStart", "feasible", "reason", "disclosed");
      assertThat(store.get("feasible").getAsBoolean()).isTrue();
      assertThat(
              Duration.parse(store.get("window").getAsString())
                  .plus(Duration.parse(store.get("latestSafeStart").getAsString())))
          .isEqualTo(Duration.parse("P28D").minus(Duration.parse("P3DT2H5M")));
    }
  }

  @Test
  @Keeps({"P20", "P21"})
  void reportsInfeasibleStoresWithReasons() throws Exception {
    Ran ran = Ran.of("residency", "--config", folder(YAML), "--json");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.json())
        .isEqualTo(
            JsonParser.parseString(
                """
                {"feasible": false, "bound": "P28D", "restorable": "P7D", "slack": "P3DT2H5M",
                 "stores": [
                  {"store": "main", "window": "P105D", "latestSafeStart": "-P80DT2H5M",
                   "feasible": false, "disclosed": null,
                   "reason": "recovery (P7D) + backups (P98D): too long by P87DT2H5M, set backups\
                 to P10DT21H55M or less; or shorten restorable (P7D), or disclose the store with a\
                 ground"},
                  {"store": "pay", "window": "P90D", "latestSafeStart": "-P65DT2H5M",
                   "feasible": true, "disclosed": "fraud's prevention",
                   "reason": "disclosed, restorable for P90D: fraud's prevention"}]}"""));
    assertThat(ran.out()).contains("fraud's prevention");
  }

  @Test
  void printsATable() throws Exception {
    Ran fine = Ran.of("residency");
    Ran bad = Ran.of("residency", "--config=" + folder(YAML));

    assertThat(fine.exit()).isZero();
    assertThat(fine.out())
        .containsPattern("(?m)^  keys +P7DT1H5M +P17DT20H50M +in time, with P10DT20H50M to spare")
        .containsPattern("(?m)^  stripe +P90D +-P65DT2H5M +disclosed, restorable for P90D: fraud")
        .contains(
            "The shortest deadline is P28D; a removal starts after P7D and may be late by"
                + " P3DT2H5M.")
        .contains("Feasible:");
    assertThat(bad.exit()).isEqualTo(1);
    assertThat(bad.out())
        .containsPattern(
            "(?m)^! main +P105D +-P80DT2H5M +recovery \\(P7D\\) \\+ backups \\(P98D\\)")
        .containsPattern("(?m)^  pay +P90D")
        .contains("Infeasible:")
        .doesNotContain("Feasible:");
  }

  @Test
  void reportsMistakesAsUsageErrorWithTheirLine() throws Exception {
    String wrong = folder(YAML.replace("P98D", "14 weeks"));

    Ran ran = Ran.of("residency", "--json", "--config", wrong);

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .startsWith(
            "residency.yaml:7: stores.main.backups: a duration like PT15M or P30D is expected here,"
                + " not '14 weeks'");
  }

  @Test
  void reportsMissingFilesAsUsageError() {
    Path missing = directory.resolve("none");

    Ran absent = Ran.of("residency", "--config", missing.toString());
    Ran empty = Ran.of("residency", "--config", directory.toString());

    assertThat(absent.exit()).isEqualTo(2);
    assertThat(absent.err()).startsWith(missing + ": is not a readable folder");
    assertThat(empty.exit()).isEqualTo(2);
    assertThat(empty.err())
        .startsWith(
            "residency.yaml: missing in " + directory + "; copy examples/notely/residency.yaml ");
    assertThat(absent.out() + empty.out()).isEmpty();
    assertThat(Ran.of("residency", "--config").exit()).isEqualTo(2);
    assertThat(Ran.of("residency", "stray").exit()).isEqualTo(2);
  }
}
