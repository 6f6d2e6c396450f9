package com.anykoma.privacy.retention.residency;

import com.google.common.base.CaseFormat;

/** A store's setting that keeps deleted data recoverable for some time (P20). */
public enum RecoverySetting {
  /** Delay until our delete has taken effect everywhere, lifecycle and expiry lag included. */
  LAG,
  /** How long a replaced or deleted version is stored. */
  VERSIONS,
  /** How long a permanently deleted object can still be undeleted. */
  SOFT_DELETE,
  /** How far back past states can be read or recovered (point-in-time recovery). */
  RECOVERY,
  /** How long a backup is stored. */
  BACKUPS,
  /** How long an entry that cannot be deleted singly is stored: logs, queues. */
  RETENTION,
  /** How long a key scheduled for destruction can be restored. */
  KEY_DESTRUCTION;

  /** Its name in {@code residency.yaml}. */
  public String key() {
    return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, name());
  }
}
