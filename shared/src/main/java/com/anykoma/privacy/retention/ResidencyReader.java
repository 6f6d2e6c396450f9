package com.anykoma.privacy.retention;

import com.anykoma.privacy.CertifiedText;
import com.anykoma.privacy.settings.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads {@code residency.yaml}; every complaint names the line. */
final class ResidencyReader {
  /** Far above any setting that there is; a longer time is a slip of the pen. */
  private static final Duration MOST = Duration.ofDays(3_660);

  private static final String[] STORE_KEYS =
      Stream.concat(
              Stream.of("what", "disclosed", "source", "checked"),
              Stream.of(Residue.values()).map(Residue::key))
          .toArray(String[]::new);

  private ResidencyReader() {}

  static Residency read(Setting root) {
    root.allowing("restorable", "slack", "stores");
    Setting listed = root.get("stores");
    List<StoreResidency> stores = new ArrayList<>();
    listed.members().forEach((name, each) -> stores.add(store(name, each)));
    if (stores.isEmpty()) {
      throw listed.error("a store at least is expected here");
    }
    return new Residency(duration(root.get("restorable")), slack(root.get("slack")), stores);
  }

  private static Slack slack(Setting setting) {
    setting.allowing("sweep", "missed", "retries", "clockSkew");
    Setting skew = setting.get("clockSkew");
    if (duration(skew).compareTo(Slack.MOST_SKEW) > 0) {
      throw skew.error("a clock is off by " + IsoDuration.text(Slack.MOST_SKEW) + " at most");
    }
    return new Slack(
        duration(setting.get("sweep")),
        duration(setting.get("missed")),
        duration(setting.get("retries")),
        duration(skew));
  }

  private static StoreResidency store(String name, Setting setting) {
    setting.allowing(STORE_KEYS);
    Map<Residue, Duration> residues = new EnumMap<>(Residue.class);
    for (Residue each : Residue.values()) {
      setting.find(each.key()).ifPresent(value -> residues.put(each, duration(value)));
    }
    return new StoreResidency(
        setting.checked(() -> CertifiedText.place(name)),
        setting.get("what").string(),
        residues,
        setting.find("disclosed").map(it -> it.checked(() -> CertifiedText.ground(it.string()))),
        setting.get("source").string(),
        setting.get("checked").date());
  }

  private static Duration duration(Setting setting) {
    Duration duration = setting.duration();
    if (duration.compareTo(MOST) > 0) {
      throw setting.error("a time of " + IsoDuration.text(MOST) + " at most is expected here");
    }
    return duration;
  }
}
