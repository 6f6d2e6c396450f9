package com.anykoma.privacy.retention.residency;

/** A store's setting that keeps deleted data recoverable for some time (P20). */
public enum RecoverySetting {
  /** Delay until our delete has taken effect everywhere, lifecycle and expiry lag included. */
  LAG("lag"),
  /** How long a replaced or deleted version is stored. */
  VERSIONS("versions"),
  /** How long a permanently deleted object can still be undeleted. */
  SOFT_DELETE("softDelete"),
  /** How far back past states can be read or recovered (point-in-time recovery). */
  RECOVERY("recovery"),
  /** How long a backup is stored. */
  BACKUPS("backups"),
  /** How long an entry that cannot be deleted singly is stored: logs, queues. */
  RETENTION("retention"),
  /** How long a key scheduled for destruction can be restored. */
  KEY_DESTRUCTION("keyDestruction");

  private final String key;

  RecoverySetting(String key) {
    this.key = key;
  }

  /** Its name in {@code residency.yaml}. */
  public String key() {
    return key;
  }
}
