package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Checks each product and the sum in the tables of {@code docs/cost.md}. */
final class CostPageTest {
  static final Path PAGE = Path.of("..", "docs", "cost.md");

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  /** Dollars a month for a million idle accounts, which are stored and compared daily. */
  private static final BigDecimal MAX_FOR_IDLE_ACCOUNTS = BigDecimal.valueOf(2_200);

  private static final List<String> OF_IDLE_ACCOUNTS =
      List.of("compared with our records", "looked at every week", "reconciled", "kept by");

  private final List<List<String>> rows;

  CostPageTest() throws IOException {
    rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| "))
            .map(line -> Splitter.on('|').trimResults().splitToList(line))
            .map(cells -> cells.subList(1, cells.size() - 1))
            .toList();
  }

  private static BigDecimal number(String cell) {
    return cell.isEmpty() ? BigDecimal.ZERO : new BigDecimal(cell.replace(",", ""));
  }

  private static BigDecimal cents(BigDecimal dollars) {
    return dollars.setScale(2, RoundingMode.HALF_UP);
  }

  private static BigDecimal last(List<String> row) {
    return number(row.get(row.size() - 1));
  }

  private List<List<String>> table(int columns) {
    List<List<String>> all = rows.stream().filter(row -> row.size() == columns).toList();
    return all.subList(1, all.size()); // without the header
  }

  private Map<String, BigDecimal> dollarsAMillion() {
    Map<String, BigDecimal> dollars = new HashMap<>();
    table(11).forEach(row -> dollars.put(row.get(0), last(row)));
    return dollars;
  }

  @Test
  void costOfEventIsOperationsTimesPrices() {
    List<String> prices = table(11).get(0);
    for (List<String> row : table(11).subList(1, table(11).size())) {
      BigDecimal sum = BigDecimal.ZERO;
      for (int i = 1; i < row.size() - 1; i++) {
        sum = sum.add(number(row.get(i)).multiply(number(prices.get(i))));
      }
      assertThat(last(row)).as(row.get(0)).isEqualByComparingTo(cents(sum));
    }
  }

  @Test
  void monthlyCostIsTheSumOfItsParts() throws IOException {
    Map<String, BigDecimal> dollars = dollarsAMillion();
    BigDecimal all = BigDecimal.ZERO;
    for (List<String> row : table(4)) {
      BigDecimal price = Objects.requireNonNull(dollars.get(row.get(1)), row.get(1));
      assertThat(last(row))
          .as(row.get(0))
          .isEqualByComparingTo(cents(number(row.get(2)).multiply(price).divide(MILLION)));
      all = all.add(last(row));
    }
    for (List<String> row : table(5)) {
      assertThat(last(row))
          .as(row.get(0))
          .isEqualByComparingTo(cents(number(row.get(2)).multiply(number(row.get(3)))));
      all = all.add(last(row));
    }
    assertThat(Files.readString(PAGE)).contains("**Together: $%,.2f a month**".formatted(all));
  }

  @Test
  void idleAccountCostsLittle() {
    BigDecimal idle =
        rows.stream()
            .filter(row -> OF_IDLE_ACCOUNTS.stream().anyMatch(row.toString()::contains))
            .map(CostPageTest::last)
            .reduce(BigDecimal.ZERO, BigDecimal::add);

    assertThat(idle).isBetween(BigDecimal.valueOf(1_000), MAX_FOR_IDLE_ACCOUNTS);
  }
}
