package com.anykoma.privacy.evidence;

import com.anykoma.privacy.datamap.DataMap;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Documents;
import java.time.InstantSource;
import java.util.logging.Logger;

/**
 * Takes the census of the closed world: looks at every document and object, and at the places where
 * none should be, and holds them against the data map (P2, P11-P15, P21). Only reads. It is a
 * second reader: nothing that wrote the data has a say in it.
 */
public final class AttestService {
  /** How many documents, places and objects one scheduled census looks at, each. */
  static final long MOST_A_RUN = 200_000;

  private static final Logger LOG = Logger.getLogger(AttestService.class.getName());

  private final Documents documents;
  private final Documents keys;
  private final Blobs blobs;
  private final DataMap dataMap;
  private final InstantSource clock;

  /**
   * @param keys the database of wrapped keys
   */
  public AttestService(
      Documents documents, Documents keys, Blobs blobs, DataMap dataMap, InstantSource clock) {
    this.documents = documents;
    this.keys = keys;
    this.blobs = blobs;
    this.dataMap = dataMap;
    this.clock = clock;
  }

  /** Takes a census and logs one line of counts, an alarm when it is not clean. */
  public void attest() {
    Census census = take(MOST_A_RUN);
    if (!census.clean()) {
      LOG.warning("alarm: there is what datamap.yaml does not allow: " + census.line());
    } else if (!census.complete()) {
      LOG.warning("as far as was looked, all is as datamap.yaml says: " + census.line());
    } else {
      LOG.info("all is as datamap.yaml says: " + census.line());
    }
  }

  /**
   * Takes a census.
   *
   * @param mostDocuments how many documents it reads at most, how many paths, and how many objects;
   *     it takes turns between locations and says when there was more
   */
  public Census take(long mostDocuments) {
    if (mostDocuments < 1) {
      throw new IllegalArgumentException("a census looks at one document at least");
    }
    return new CensusRun(documents, keys, blobs, dataMap, clock.instant()).take(mostDocuments);
  }
}
