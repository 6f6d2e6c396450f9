package com.anykoma.privacy.rights.access;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads everything that is stored about a person, location by location as the data map lists them,
 * with sealed fields opened and other people's data removed (P22, P24).
 */
public interface SubjectData {
  /** The locations whose data a person receives, in the data map's order. */
  List<Location> sources();

  /** The number of the person's entries in a location, deleted and not yet purged ones too. */
  long count(SubjectId subject, Location source);

  /**
   * One page of the person's entries in a location, in a stable order.
   *
   * @param token of the previous page
   * @param limit 1 to 500
   */
  Page<Entry> page(SubjectId subject, Location source, Optional<String> token, int limit);

  /**
   * A document, an object, a sign-in account, a customer of the payment provider, or a node.
   *
   * @param name the path or id, unique in its location, without the person's uid
   * @param createdAt the store's time; empty if the store has none
   * @param updatedAt the store's time of the last change; empty if the store has none
   * @param fields what the data map lists, opened; of an object: {@code contentType} and {@code
   *     bytes}, its size
   * @param content of an object: its plain bytes
   */
  record Entry(
      String name,
      Optional<Instant> createdAt,
      Optional<Instant> updatedAt,
      Fields fields,
      Optional<OpenedBlob> content) {}
}
