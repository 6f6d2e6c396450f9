package com.anykoma.privacy.usage.training;

import java.util.Locale;

/** A reason why content may not be used for improvement; one per rule of the gate. */
public enum GateReason {
  NOT_STAMPED("no stamp records the plan under which it was created"),
  UNKNOWN_SUBJECT("its subject has no known account"),
  ERASED_SUBJECT("its subject is erased"),
  ERASURE_REQUESTED("its subject has asked to be erased"),
  FORMER_LIFE("it was created before the account's data was erased"),
  PAID_WHEN_CREATED("it was created on a paid plan"),
  PAID_NOW("its subject is on a paid plan"),
  PAID_SINCE_CREATED("its subject was on a paid plan since it was created"),
  NOT_GRANTED_WHEN_CREATED("the policy in force when it was created does not grant the use"),
  NOT_GRANTED_NOW("the policy in force does not grant the use"),
  OBJECTION("its subject objects, or objected to or restricted its use since it was created"),
  RESTRICTED("its subject restricts the use of their data"),
  DELETED("it is deleted"),
  LEGAL_HOLD("a legal hold keeps it for another purpose"),
  SENSITIVE("it has sensitive data, or an image whose metadata may have some"),
  NO_DEIDENTIFIED_COPY("no de-identified copy of it exists"),
  WRONG_PURPOSE("the gate permits only improvement use");

  private final String description;

  GateReason(String description) {
    this.description = description;
  }

  /** Returns the stable code in reports: {@code paid-now}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the reason as text for reports. */
  public String description() {
    return description;
  }
}
