package com.anykoma.privacy.usage.training;

import java.util.Locale;

/** Why content may not be used for improvement; each is a rule of the gate. */
public enum GateReason {
  NOT_STAMPED("nothing authoritative says under what plan it was created"),
  UNKNOWN_SUBJECT("its subject has no account that we know of"),
  ERASED_SUBJECT("its subject is erased"),
  ERASURE_REQUESTED("its subject has asked to be erased"),
  FORMER_LIFE("it was created by an earlier, erased life of the account"),
  PAID_WHEN_CREATED("it was created on a paid plan"),
  PAID_NOW("its subject is on a paid plan"),
  PAID_SINCE_CREATED("its subject was on a paid plan since it was created"),
  NOT_GRANTED_WHEN_CREATED("the policy in force when it was created does not grant the use"),
  NOT_GRANTED_NOW("the policy in force does not grant the use"),
  OBJECTION("its subject objects, or objected since it was created"),
  DELETED("it is deleted"),
  LEGAL_HOLD("a legal hold keeps it for another purpose"),
  SENSITIVE("it holds sensitive data, or an image that may hold some beside its pixels"),
  NO_DEIDENTIFIED_COPY("no de-identified copy of it exists"),
  WRONG_PURPOSE("the gate opens for improvement and nothing else");

  private final String sentence;

  GateReason(String sentence) {
    this.sentence = sentence;
  }

  /** The reason in a stable lower-case word: {@code paid-now}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The reason for a person to read. */
  public String sentence() {
    return sentence;
  }
}
