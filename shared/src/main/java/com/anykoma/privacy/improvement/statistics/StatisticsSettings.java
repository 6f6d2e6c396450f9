package com.anykoma.privacy.improvement.statistics;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.yaml.Setting;
import java.util.List;
import java.util.Objects;

/**
 * The statistics of {@code statistics.yaml} (P29, P30).
 *
 * @param monthly the privacy loss that all publications about the days of one month may add up to
 * @param metrics in the order of the file
 */
public record StatisticsSettings(Epsilon monthly, List<Metric> metrics) {
  public StatisticsSettings {
    Objects.requireNonNull(monthly);
    metrics = List.copyOf(metrics);
  }

  /**
   * Reads the file.
   *
   * @throws com.anykoma.privacy.yaml.SettingsException if a metric reads data that the map does not
   *     permit for improvement, has no bound, or if a month would exceed the budget
   */
  public static StatisticsSettings read(Setting file, DataMap dataMap) {
    return new StatisticsReader(dataMap).read(file);
  }
}
