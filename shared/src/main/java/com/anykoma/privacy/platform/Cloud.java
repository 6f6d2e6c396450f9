package com.anykoma.privacy.platform;

import com.google.crypto.tink.Aead;

/**
 * The six ports of one cloud, each made when it is first asked for and the same ever after, so that
 * a function opens only what it uses.
 */
public interface Cloud {
  Documents documents();

  Blobs blobs();

  Accounts accounts();

  Billing billing();

  Tasks tasks();

  /** The key-encryption key, behind Tink's own interface. */
  Aead kek();
}
