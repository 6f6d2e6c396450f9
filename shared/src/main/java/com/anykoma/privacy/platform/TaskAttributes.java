package com.anykoma.privacy.platform;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The attribute names of a {@link TaskPayload}, which never change, and typed access to them. */
final class TaskAttributes {
  static final String SUBJECT = "subject";
  static final String CAUSE = "cause";
  static final String CUSTOMER = "customer";
  static final String OWNERS_CHANGED_BY = "ownersChangedBy";
  static final String KEY = "key";
  static final String ORDER = "order";
  static final String DISCREPANCIES = "discrepancies";
  static final String ORDERS = "orders";
  static final String ROTATE = "rotate";
  static final String RELEASE = "release";
  static final String ITEM = "item";
  static final String GROUND = "ground";
  static final String UNTIL = "until";
  static final String DECISION = "decision";
  static final String WHAT = "what";
  static final String STEP = "step";
  static final String ABSENCE = "absence";
  static final String PHASE = "phase";
  static final String OBJECT = "object";
  static final String RUN = "run";
  static final String PAGE = "page";

  private final Map<String, String> values;

  TaskAttributes(Task task) {
    this.values = task.attributes();
  }

  /** A copy with one more attribute if {@code more} is present. */
  static Map<String, String> with(
      Map<String, String> attributes, String name, Optional<String> more) {
    Map<String, String> all = new HashMap<>(attributes);
    more.ifPresent(it -> all.put(name, it));
    return Map.copyOf(all);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  boolean is(String name, String value) {
    return value.equals(values.get(name));
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** An attribute whose absence is a permanent failure. */
  String required(String name) {
    return optional(name)
        .orElseThrow(() -> new PermanentFailure("a task lacks the attribute " + name));
  }

  SubjectId subject() {
    return new SubjectId(required(SUBJECT));
  }

  /** A numeric attribute; 0 when it is absent. */
  long number(String name) {
    try {
      return Long.parseLong(optional(name).orElse("0"));
    } catch (NumberFormatException e) {
      throw new PermanentFailure("the attribute " + name + " of a task is not a number");
    }
  }
}
