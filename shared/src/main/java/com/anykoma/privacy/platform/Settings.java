package com.anykoma.privacy.platform;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The port to the settings of the cloud's stores, as they are now: the administration APIs of
 * Google Cloud and Stripe, read-only, and the privacy page as people see it.
 */
public interface Settings {
  /** The largest privacy page that is read, in bytes. */
  int MAX_PAGE_BYTES = 1 << 20;

  /** An administration API. */
  enum Service {
    STORAGE,
    FIRESTORE,
    LOGGING,
    KMS,
    PROJECTS,
    AUTH,
    PUBSUB,
    STRIPE
  }

  /**
   * The names of the deployment's resources, for the paths of {@link #json}: {@code project},
   * {@code region}, {@code livemode} (of Stripe), {@code bucket/NAME}, {@code database/NAME} and
   * {@code key/NAME}, each only if it is known.
   */
  Map<String, String> names();

  /**
   * Reads a resource as a JSON object.
   *
   * @param path the path and query of its URL
   * @throws CloudFailure if it does not exist or cannot be read
   */
  String json(Service service, String path);

  /** The bytes that the address serves; empty if it serves none, or more than the limit. */
  Optional<Bytes> servedPage(URI address);
}
