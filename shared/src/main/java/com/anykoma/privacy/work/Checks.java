package com.anykoma.privacy.work;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The latest results of the live checks, {@code checks/{name}}: when a check last read everything,
 * and what it found. A check that fails or never ends records no result, so that its result grows
 * old, which the status page shows.
 *
 * <p>A finding is a short fixed text with opaque names and never contains personal data.
 */
public record Checks(Documents documents, InstantSource clock) {
  /** The most findings that are kept of one check; the first ones stay. */
  static final int MAX_FINDINGS = 100;

  private static final String VERIFIED_AT = "verifiedAt";
  private static final String FINDINGS = "findings";
  private static final String WHAT = "what";
  private static final String SINCE = "since";
  private static final String SEEN_AT = "seenAt";

  /**
   * A problem that a check found.
   *
   * @param since when it was first found without interruption
   * @param seenAt when it was last found
   */
  public record Finding(String what, Instant since, Instant seenAt) {
    private Fields fields() {
      return Fields.empty().with(WHAT, what).with(SINCE, since).with(SEEN_AT, seenAt);
    }

    private static Finding of(Fields stored) {
      return new Finding(
          stored.string(WHAT).orElse(""),
          stored.instant(SINCE).orElse(Instant.EPOCH),
          stored.instant(SEEN_AT).orElse(Instant.EPOCH));
    }
  }

  /**
   * The latest result of a check.
   *
   * @param verifiedAt when it last read everything; empty before it first did
   * @param findings the problems that were not resolved then, the oldest first
   */
  public record Result(Optional<Instant> verifiedAt, List<Finding> findings) {
    public Result {
      findings = List.copyOf(findings);
    }

    private static Result of(Fields stored) {
      return new Result(
          stored.instant(VERIFIED_AT), stored.maps(FINDINGS).stream().map(Finding::of).toList());
    }
  }

  /** Runs a check that reads everything at once, and records what it found. */
  public void run(String name, Supplier<? extends Collection<String>> check) {
    Instant began = clock.instant();
    Collection<String> problems = check.get();
    change(name, (result, now) -> completed(merged(result, problems, now), began, now));
  }

  /** Records problems that a check has found, while it may still be reading. Idempotent. */
  public void found(String name, Collection<String> problems) {
    if (!problems.isEmpty()) {
      change(name, (result, now) -> merged(result, problems, now));
    }
  }

  private static Result merged(Result result, Collection<String> problems, Instant now) {
    Map<String, Finding> all = new LinkedHashMap<>();
    result.findings().forEach(each -> all.put(each.what(), each));
    problems.forEach(
        each ->
            all.merge(
                each,
                new Finding(each, now, now),
                (known, fresh) -> new Finding(each, known.since(), now)));
    return new Result(result.verifiedAt(), all.values().stream().limit(MAX_FINDINGS).toList());
  }

  /**
   * Records that a check has read everything; a problem that it did not find again is resolved.
   *
   * @param began when this run of the check began
   */
  public void completed(String name, Instant began) {
    change(name, (result, now) -> completed(result, began, now));
  }

  private static Result completed(Result result, Instant began, Instant now) {
    return new Result(
        Optional.of(now),
        result.findings().stream().filter(it -> !it.seenAt().isBefore(began)).toList());
  }

  @FunctionalInterface
  private interface Change {
    Result apply(Result before, Instant now);
  }

  private void change(String name, Change change) {
    documents.transact(
        tx -> {
          Result after =
              change.apply(
                  tx.read(OwnCollections.CHECKS.document(name))
                      .map(it -> Result.of(it.fields()))
                      .orElse(new Result(Optional.empty(), List.of())),
                  clock.instant());
          tx.set(
              OwnCollections.CHECKS.document(name),
              Fields.empty()
                  .with(VERIFIED_AT, after.verifiedAt())
                  .with(
                      FINDINGS, after.findings().stream().map(it -> it.fields().asMap()).toList()));
          return after;
        });
  }

  /** The latest results of all checks that have recorded any, by their names. */
  public Map<String, Result> results() {
    Map<String, Result> results = new LinkedHashMap<>();
    for (List<Document> page : Pages.of(documents, Query.in(OwnCollections.CHECKS).limit(100))) {
      page.forEach(each -> results.put(each.path().id(), Result.of(each.fields())));
    }
    return results;
  }
}
