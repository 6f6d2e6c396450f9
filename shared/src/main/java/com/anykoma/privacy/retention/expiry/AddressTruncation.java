package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * One run that cuts the IP addresses in a location's records to networks when the records are of an
 * age (P14, P21). What is cut already is read and not written, so it is safe to repeat and to
 * overlap.
 */
final class AddressTruncation {
  private static final Logger LOG = Logger.getLogger(AddressTruncation.class.getName());

  private final ExpiringRecords records;
  private final ExpiryProgress progress;
  private final List<DataField> fields;
  private Optional<Instant> through = Optional.empty();
  private Optional<Instant> heldAt = Optional.empty();
  private int written;
  private int refused;

  AddressTruncation(ExpiringRecords records, ExpiryProgress progress) {
    this.records = records;
    this.progress = progress;
    this.fields =
        records.location().fields().stream().filter(each -> each.truncate().isPresent()).toList();
  }

  /**
   * Cuts what earlier runs did not, in some the {@code limit} records made at {@code due} or
   * before. A record that somebody else is writing is left to the next run, which begins there. One
   * that the store refuses for good is passed.
   *
   * @return how many records were written
   * @throws PermanentFailure after all others, when some were refused
   */
  int run(Instant due, AgeScan.Limit limit) {
    through = progress.through();
    AgeScan walk = new AgeScan(records, through, due, limit);
    while (walk.hasNext()) {
      ExpiringPage page = walk.next();
      page.records().forEach(this::cut);
      moveTo(heldAt.orElse(page.reached()));
    }
    if (refused > 0) {
      throw new PermanentFailure("records keep IP addresses that are due to be cut: " + refused);
    }
    return written;
  }

  private void moveTo(Instant reached) {
    if (through.map(reached::isAfter).orElse(true)) {
      progress.moveTo(reached);
      through = Optional.of(reached);
    }
  }

  private void cut(Document record) {
    Fields changes = TruncatedFields.changes(fields, record.fields());
    if (changes.asMap().isEmpty()) {
      return;
    }
    try {
      if (records.documents().update(record.path(), record.updateTime(), changes)) {
        written++;
      } else {
        hold(records.ageOf(record).orElseThrow());
      }
    } catch (PermanentFailure e) {
      LOG.severe("alarm: an IP address is not cut location=" + records.location().name());
      refused++;
    }
  }

  /** The oldest comes first, so the first that was lost is where the next run begins. */
  private void hold(Instant lost) {
    if (heldAt.isEmpty()) {
      heldAt = Optional.of(lost.minus(1, ChronoUnit.MICROS));
    }
  }
}
