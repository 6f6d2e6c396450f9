package com.anykoma.privacy.platform;

/**
 * A transient failure of an outside system: a later attempt can succeed. Contains only the status
 * code of the system's response, and no cause, because vendors' messages quote paths, which can
 * contain personal data.
 */
public final class CloudFailure extends RuntimeException {
  /** The status of a request that fails until the state of the system changes. */
  public static final String FAILED_PRECONDITION = "FAILED_PRECONDITION";

  private final String status;

  /**
   * @param system the system that failed: {@code Firestore}
   * @param operation the requested operation: {@code commit}
   * @param status the system's own status code: {@code UNAVAILABLE}
   */
  public CloudFailure(String system, String operation, String status) {
    super(system + " did not " + operation + ": " + status);
    this.status = status;
  }

  public String status() {
    return status;
  }
}
