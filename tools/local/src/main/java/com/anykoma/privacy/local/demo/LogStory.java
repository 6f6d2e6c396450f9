package com.anykoma.privacy.local.demo;

import static com.anykoma.privacy.local.demo.Story.CLEO;

import com.anykoma.privacy.local.product.SampleLog;
import com.anykoma.privacy.platform.DocumentPath;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The part of the story about old log entries: their IP addresses are truncated, and then they are
 * deleted. Play it before the first sweep, because its entries are older than the cloud.
 */
record LogStory(DemoCloud cloud, VaultDemoCloud vault, SampleLog log, StoryOutput out) {
  private static final String ADDRESS = "203.0.113.77";

  void entries() {
    out.step("Entries of cleo in " + log.name() + " grow old");
    DocumentPath young = entry("young", Period.ZERO);
    DocumentPath old = entry("old", log.truncation());
    DocumentPath expired = entry("expired", log.maxAge());
    vault.sweepLater(Duration.ZERO);
    out.detail("IP address of an entry of today: " + address(young).orElse("absent"));
    out.detail("of an entry of " + log.truncation() + ": " + address(old).orElse("absent"));
    out.claim(
        "the IP address is truncated to its network at the age that the data map states",
        address(young).equals(Optional.of(ADDRESS))
            && address(old).filter(it -> !it.equals(ADDRESS)).isPresent(),
        "P14");
    out.claim(
        "the entry of " + log.maxAge() + " is deleted", cloud.get(expired).isEmpty(), "P14 P21");
  }

  private DocumentPath entry(String id, Period age) {
    Instant createdAt = cloud.now().atOffset(ZoneOffset.UTC).minus(age).minusDays(1).toInstant();
    DocumentPath path = log.entry(id);
    cloud.create(path.value(), log.fields(CLEO, createdAt, ADDRESS));
    return path;
  }

  private Optional<String> address(DocumentPath entry) {
    return cloud.get(entry).flatMap(it -> it.fields().string(log.address().name()));
  }
}
