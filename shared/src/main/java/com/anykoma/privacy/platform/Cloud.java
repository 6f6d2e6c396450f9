package com.anykoma.privacy.platform;

import com.google.crypto.tink.Aead;

/**
 * The ports of one cloud and its key-encryption keys. Each is opened on first use and then reused,
 * so that a function opens only the clients that it needs.
 */
public interface Cloud {
  Documents documents();

  /**
   * The database of the subjects' wrapped keys. It is separate from all other data, has no
   * point-in-time recovery and keeps its backups for a short time only, so that a destroyed key
   * soon exists nowhere (P16).
   */
  Documents keys();

  Blobs blobs();

  Accounts accounts();

  Billing billing();

  Tasks tasks();

  RealtimeDatabase realtime();

  /** The live settings of the cloud's stores. */
  Settings settings();

  /** The key-encryption key of the subjects' keys, as Tink's {@link Aead}. */
  Aead kek();

  /** The key-encryption key of signing keys; a separate one, so that a signer decrypts nothing. */
  Aead signingKek();
}
