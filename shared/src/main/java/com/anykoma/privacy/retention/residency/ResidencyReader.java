package com.anykoma.privacy.retention.residency;

import com.anykoma.privacy.CertifiedText;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Parses {@code residency.yaml}; every error names its line. */
final class ResidencyReader {
  /** Far above any plausible setting; a longer duration is a mistake. */
  private static final Duration MAX_DURATION = Duration.ofDays(3_660);

  private static final String[] STORE_KEYS =
      Stream.concat(
              Stream.of("what", "disclosed", "source", "checked"),
              Stream.of(RecoverySetting.values()).map(RecoverySetting::key))
          .toArray(String[]::new);

  private ResidencyReader() {}

  static Residency read(Setting root) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> root.allowKeys("restorable", "slack", "stores"));
    Optional<Duration> restorable = mistakes.read(() -> duration(root.get("restorable")));
    Optional<Slack> slack = mistakes.read(() -> slack(root.get("slack")));
    Optional<List<StoreResidency>> stores = mistakes.read(() -> stores(root.get("stores")));
    mistakes.throwIfAny();
    return new Residency(restorable.orElseThrow(), slack.orElseThrow(), stores.orElseThrow());
  }

  private static List<StoreResidency> stores(Setting listed) {
    List<StoreResidency> stores =
        List.copyOf(listed.readEachMember(ResidencyReader::store).values());
    if (stores.isEmpty()) {
      throw listed.error("at least one store is required");
    }
    return stores;
  }

  private static Slack slack(Setting setting) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> setting.allowKeys("sweep", "missed", "retries", "clockSkew"));
    Optional<Duration> sweep = mistakes.read(() -> duration(setting.get("sweep")));
    Optional<Duration> missed = mistakes.read(() -> duration(setting.get("missed")));
    Optional<Duration> retries = mistakes.read(() -> duration(setting.get("retries")));
    Optional<Duration> clockSkew = mistakes.read(() -> skew(setting.get("clockSkew")));
    mistakes.throwIfAny();
    return new Slack(
        sweep.orElseThrow(), missed.orElseThrow(), retries.orElseThrow(), clockSkew.orElseThrow());
  }

  private static Duration skew(Setting setting) {
    Duration skew = duration(setting);
    if (skew.compareTo(Slack.MAX_SKEW) > 0) {
      throw setting.error("the clock skew is at most " + IsoDuration.text(Slack.MAX_SKEW));
    }
    return skew;
  }

  private static StoreResidency store(String name, Setting setting) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> setting.allowKeys(STORE_KEYS));
    Map<RecoverySetting, Duration> residues = new EnumMap<>(RecoverySetting.class);
    for (RecoverySetting each : RecoverySetting.values()) {
      setting
          .find(each.key())
          .flatMap(value -> mistakes.read(() -> duration(value)))
          .ifPresent(duration -> residues.put(each, duration));
    }
    Optional<String> place = mistakes.read(() -> setting.checked(() -> CertifiedText.place(name)));
    Optional<String> what = mistakes.read(() -> setting.get("what").string());
    Optional<String> disclosed =
        setting
            .find("disclosed")
            .flatMap(
                it -> mistakes.read(() -> it.checked(() -> CertifiedText.ground(it.string()))));
    Optional<String> source = mistakes.read(() -> setting.get("source").string());
    Optional<LocalDate> checked = mistakes.read(() -> setting.get("checked").date());
    mistakes.throwIfAny();
    return new StoreResidency(
        place.orElseThrow(),
        what.orElseThrow(),
        residues,
        disclosed,
        source.orElseThrow(),
        checked.orElseThrow());
  }

  private static Duration duration(Setting setting) {
    Duration duration = setting.duration();
    if (duration.compareTo(MAX_DURATION) > 0) {
      throw setting.error("a duration is at most " + IsoDuration.text(MAX_DURATION));
    }
    return duration;
  }
}
