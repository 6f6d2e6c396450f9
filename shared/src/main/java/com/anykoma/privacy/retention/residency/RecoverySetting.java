package com.anykoma.privacy.retention.residency;

/** A setting by which a store keeps what was deleted from it restorable for some time (P20). */
public enum RecoverySetting {
  /** From our delete until it has taken effect everywhere, lifecycle and expiry lag included. */
  LAG("lag"),
  /** How long a version lives on after it was replaced or deleted. */
  VERSIONS("versions"),
  /** How long what was deleted for good can still be undeleted. */
  SOFT_DELETE("softDelete"),
  /** How far back past states can be read or recovered (point-in-time recovery). */
  RECOVERY("recovery"),
  /** How long a backup is kept. */
  BACKUPS("backups"),
  /** How long an entry that nobody can delete singly is kept from its writing: logs, queues. */
  RETENTION("retention"),
  /** How long a key that was scheduled for destruction can be restored. */
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
