package com.anykoma.privacy.platform;

/**
 * An outside system did not do what it was asked, for a reason that may pass: trying later helps.
 * It carries the system's status word and nothing else of its answer, and no cause, because the
 * messages of vendors' libraries quote paths and with them people.
 */
public final class CloudFailure extends RuntimeException {
  /** The status of what would be done were something else in place. */
  public static final String FAILED_PRECONDITION = "FAILED_PRECONDITION";

  private final String status;

  /**
   * @param system whose fault it is: {@code Firestore}
   * @param operation what was asked: {@code commit}
   * @param status the system's own word for what went wrong: {@code UNAVAILABLE}
   */
  public CloudFailure(String system, String operation, String status) {
    super(system + " did not " + operation + ": " + status);
    this.status = status;
  }

  /** The system's own word for what went wrong. */
  public String status() {
    return status;
  }
}
