package com.anykoma.privacy.local.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.yaml.Setting;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CostCommandTest {
  private static final CostModel MODEL =
      CostModel.read(
          Setting.parse(
              "cost.yaml",
              """
              prices:
                reads: {dollars: 0.03, per: 100, service: Store, source: a page, checked: 2026-11-28}
                seconds: {dollars: 2, per: 1, service: Run, source: a page, checked: 2026-11-01}
                bytes: {dollars: 1, per: 1000, service: Store, source: a page, checked: 2026-11-28}
              billedAs:
                messages: {calls: 2, bytes: 10}
                calls: {seconds: 0.5}
              measured:
                visit: {reads: 4, messages: 1.5}
              """));

  @TempDir private Path directory;

  private static BigDecimal dollars(String text) {
    return new BigDecimal(text);
  }

  @Test
  void whatHasNoPriceOfItsOwnIsBilledAsWhatItNeeds() {
    assertThat(MODEL.dollarsByService("visit").get("Store"))
        .isEqualByComparingTo(dollars("0.0012").add(dollars("0.015")));
    assertThat(MODEL.dollarsByService("visit").get("Run")).isEqualByComparingTo("3");
    assertThat(MODEL.oldestPrice()).isEqualTo("2026-11-01");
  }

  @Test
  void aMonthIsWhatHappensAndWhatIsHeld() {
    Activity activity =
        Activity.read(
            Setting.parse(
                "activity.yaml",
                """
                groups:
                  accounts: {many: 10, scale: accounts, why: some}
                  visitors: {many: 2, scale: use, why: few}
                happens:
                  - {what: visits, event: visit, of: visitors, times: 100}
                held:
                  - {what: files, each: 500, in: bytes, of: accounts, why: small}
                """),
            MODEL);

    JsonObject json = new CostReport(MODEL, activity).json();

    assertThat(json.get("dollarsAMonth").getAsBigDecimal()).isEqualByComparingTo("608.24");
    assertThat(json.getAsJsonObject("services").get("Run").getAsBigDecimal())
        .isEqualByComparingTo("600");
    assertThat(json.getAsJsonObject("growsWith").get("accounts").getAsBigDecimal())
        .isEqualByComparingTo("5");
    assertThat(json.getAsJsonArray("lines")).hasSize(2);
  }

  /** The page holds the command's own output, so it is as true as that. */
  @Test
  void thePageSaysWhatTheCommandSays() throws Exception {
    Ran ran = Ran.of("cost");

    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(Files.readString(Path.of("..", "..", "docs", "cost.md")))
        .contains("```\n" + ran.out() + "```\n");
  }

  /** No cost but storage, backups and the daily comparison grows with idle accounts. */
  @Test
  void anIdleAccountCostsLittle() { // two thirds of it is that all is compared every day
    JsonObject json = JsonParser.parseString(Ran.of("cost", "--json").out()).getAsJsonObject();
    BigDecimal idle = json.getAsJsonObject("growsWith").get("accounts").getAsBigDecimal();

    assertThat(json.get("accounts").getAsLong()).isEqualTo(1_000_000);
    assertThat(idle).as("dollars a month for a million accounts").isLessThan(dollars("2200"));
  }

  @Test
  void aMistakeInAProfileIsAUsageErrorWithItsLine() throws Exception {
    Path mine =
        Files.writeString(
            directory.resolve("mine.yaml"),
            """
            groups:
              accounts: {many: 10, scale: accounts, why: some}
            happens:
              - {what: visits, event: visit, of: accounts, times: 1}
            held: []
            """);

    Ran ran = Ran.of("cost", "--profile", mine.toString());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .startsWith("mine.yaml:4: happens[0].event: an event of cost.yaml is expected here");
    assertThat(Ran.of("cost", "--profile", directory.resolve("none.yaml").toString()).err())
        .contains("there is no such file");
  }
}
