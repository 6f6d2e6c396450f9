package com.anykoma.privacy.log;

import com.google.common.base.CaseFormat;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields that a log line may have; a value that is not on this list has no way into a log
 * (P15). Each field has a shape. A value of another shape is replaced by {@link #REFUSED}, because
 * it could be personal data; no shape allows spaces, {@code @}, IP addresses or quotes.
 */
public enum LogField {
  AGE_SECONDS(Shape.NUMBER),
  BYTES(Shape.NUMBER),
  CASE(Shape.ID),
  CAUSE(Shape.NAME),
  CHECKPOINT(Shape.NUMBER),
  COMPLETE(Shape.NAME),
  COUNT(Shape.NUMBER),
  DAY(Shape.DATE),
  DISPATCHED(Shape.NUMBER),
  ENTRIES(Shape.NUMBER),
  EVENT(Shape.ID),
  FAILURES(Shape.NUMBER),
  FIELDS(Shape.NUMBER),
  FUNCTION(Shape.NAME),
  HOLD(Shape.ID),
  /** A host on the internet, which is not a person's. */
  HOST(Shape.NAME),
  ID(Shape.ID),
  /** The locations of the data map with a finding. */
  IN(Shape.NAMES),
  ITEM(Shape.ID),
  KEY(Shape.ID),
  KIND(Shape.NAME),
  LATE_SECONDS(Shape.NUMBER),
  LOCATION(Shape.NAME),
  METADATA(Shape.NAME),
  METRIC(Shape.NAME),
  MISSING(Shape.NUMBER),
  OLDEST_SECONDS(Shape.NUMBER),
  ORDER(Shape.ID),
  OUTCOME(Shape.NAME),
  OVER_AGE(Shape.NUMBER),
  OWNERS(Shape.NUMBER),
  PART(Shape.NAME),
  PHASE(Shape.NAME),
  /** The place in our code that created an exception; see {@link #place}. */
  PLACE(Shape.PLACE),
  PRESENT(Shape.NUMBER),
  /** The name of a processor in {@code processors.yaml}, as an id. */
  PROCESSOR(Shape.NAME),
  /** The simple name of an exception's class, or a word of our own. */
  REASON(Shape.NAME),
  REMAINING(Shape.NAMES),
  ROUND(Shape.NUMBER),
  SCAN(Shape.NAME),
  SEEN(Shape.NUMBER),
  STATUS(Shape.NUMBER),
  TYPE(Shape.NAME),
  UNLISTED_BLOBS(Shape.NUMBER),
  UNLISTED_COLLECTIONS(Shape.NUMBER),
  UNLISTED_FIELDS(Shape.NUMBER),
  WHERE(Shape.NAME),
  WITHOUT_SUBJECT(Shape.NUMBER),
  // the findings of a reconciliation
  SUSPECTED(Shape.NUMBER),
  GONE(Shape.NUMBER),
  BACK(Shape.NUMBER),
  RETURNED(Shape.NUMBER),
  CORRECTED(Shape.NUMBER),
  UNKNOWN(Shape.NUMBER);

  /** Replaces a value that does not have the shape of its field. */
  public static final String REFUSED = "(refused)";

  private final Shape shape;

  LogField(Shape shape) {
    this.shape = shape;
  }

  private enum Shape {
    NUMBER("-?[0-9]{1,18}"),
    DATE("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    /** An opaque id. */
    ID("[A-Za-z0-9_-]{1,160}"),
    /** A word of our own: a class, a location, a type of event. */
    NAME("[A-Za-z][A-Za-z0-9_./-]{0,99}"),
    PLACE("[A-Za-z][A-Za-z0-9_$.]{0,99}:[0-9]{1,6}"),
    NAMES("(" + NAME.pattern + "(," + NAME.pattern + ")*)?");

    private final Pattern pattern;

    Shape(String regex) {
      this.pattern = Pattern.compile(regex);
    }
  }

  /** The field with a value: an opaque id, a fixed word or a number, never personal data. */
  public LogEntry of(Object value) {
    String text = String.valueOf(value);
    return new LogEntry(this, shape.pattern.matcher(text).matches() ? text : REFUSED);
  }

  /** The field with the simple name of an exception's class, never with its message. */
  public LogEntry of(Throwable failure) {
    return of((Object) failure.getClass().getSimpleName());
  }

  /** The place in our code that created an exception, which is more exact than its class. */
  public static LogEntry place(Throwable failure) {
    return PLACE.of((Object) Places.of(failure).findFirst().orElse(""));
  }

  /** The field with several names. */
  public LogEntry of(Collection<String> names) {
    return of((Object) names.stream().collect(Collectors.joining(",")));
  }

  boolean isNumber() {
    return shape == Shape.NUMBER;
  }

  String fieldName() {
    return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, name());
  }
}
