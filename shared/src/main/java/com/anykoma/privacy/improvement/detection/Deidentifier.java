package com.anykoma.privacy.improvement.detection;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Replaces personal data in text by typed placeholders (P5): {@code [EMAIL]}, and {@code [EMAIL_2]}
 * for the second value of a type. Deterministic and idempotent; the result has no detectable span.
 */
public record Deidentifier(TextDetector detector) {
  /** Longer texts, in UTF-16 code units, are not used. */
  public static final int MAX_LENGTH = 100_000;

  /** Text with these is not used: more about them may stand outside of the spans. */
  private static final Set<SpanType> RISKY =
      EnumSet.of(SpanType.HEALTH, SpanType.FINANCE, SpanType.PASSWORD, SpanType.SECRET);

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          Arrays.stream(SpanType.values())
              .map(Enum::name)
              .collect(Collectors.joining("|", "\\[((?:", ")(?:_\\d+)?)\\]")));

  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  public Deidentifier {
    Objects.requireNonNull(detector);
  }

  /**
   * The de-identified text; empty if it stays risky and must not be used: it is too long, has a
   * password, a secret, financial or health details, or still has personal data after the
   * replacement, or its examination failed. Placeholders that the author typed become ordinary text
   * if the text has personal data. Else they stay: such a text is equal to a result.
   */
  public Optional<String> deidentify(String text, SubjectIdentifiers subject) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      String valid = LONE_SURROGATE.matcher(text).replaceAll("\ufffd");
      List<Span> spans = detector.detect(valid, subject);
      if (spans.stream().anyMatch(it -> RISKY.contains(it.type()))) {
        return Optional.empty();
      }
      if (spans.isEmpty()) {
        return Optional.of(valid);
      }
      return Optional.of(replaced(valid, spans))
          .filter(it -> detector.detect(it, subject).isEmpty());
    } catch (RuntimeException e) {
      return Optional.empty(); // the exception may quote the text, and a retry would repeat it
    }
  }

  private static String replaced(String text, List<Span> spans) {
    StringBuilder replaced = new StringBuilder(text.length());
    Map<SpanType, Map<String, Integer>> numbers = new EnumMap<>(SpanType.class);
    int at = 0;
    for (Span each : spans) {
      Map<String, Integer> ofType = numbers.computeIfAbsent(each.type(), it -> new HashMap<>());
      String value = Lexicon.folded(text.substring(each.start(), each.end()));
      int number = ofType.computeIfAbsent(value, it -> ofType.size() + 1);
      replaced
          .append(withoutPlaceholders(text.substring(at, each.start())))
          .append('[')
          .append(each.type())
          .append(number == 1 ? "" : "_" + number)
          .append(']');
      at = each.end();
    }
    return replaced.append(withoutPlaceholders(text.substring(at))).toString();
  }

  private static String withoutPlaceholders(String text) {
    return PLACEHOLDER.matcher(text).replaceAll("($1)");
  }
}
