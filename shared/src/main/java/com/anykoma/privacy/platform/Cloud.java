package com.anykoma.privacy.platform;

import com.google.crypto.tink.Aead;

/**
 * The six ports of one cloud, each made when it is first asked for and the same ever after, so that
 * a function opens only what it uses.
 */
public interface Cloud {
  Documents documents();

  /**
   * The database of the subjects' wrapped keys, apart from all others: without point-in-time
   * recovery and with short backups, so that a destroyed key is gone from everywhere soon (P16).
   */
  Documents keys();

  Blobs blobs();

  Accounts accounts();

  Billing billing();

  Tasks tasks();

  /** The key-encryption key, behind Tink's own interface. */
  Aead kek();

  /**
   * The key-encryption key of what certificates and the audit log are signed with, and of nothing
   * else: whoever signs can open nothing.
   */
  Aead signingKek();
}
