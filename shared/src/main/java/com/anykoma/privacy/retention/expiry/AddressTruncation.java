package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One run that truncates the IP addresses in a location's records to networks once the records have
 * reached the age that the data map sets (P14, P21). Truncated records are read but not written
 * again. Idempotent; runs may overlap.
 */
final class AddressTruncation {
  private static final Log LOG = Log.of(AddressTruncation.class);

  private final ExpiringRecords records;
  private final ExpiryProgress progress;
  private final List<DataField> fields;
  private Optional<Instant> through = Optional.empty();
  private Optional<Instant> resumeAt = Optional.empty();
  private int written;
  private int refused;

  AddressTruncation(ExpiringRecords records, ExpiryProgress progress) {
    this.records = records;
    this.progress = progress;
    this.fields =
        records.location().fields().stream().filter(each -> each.truncate().isPresent()).toList();
  }

  /**
   * Truncates addresses in records that earlier runs did not reach. A record that changes
   * concurrently is left to the next run, which starts there. A record whose update fails
   * permanently is skipped and reported.
   *
   * @param due handles records created at this time or earlier
   * @param limit about how many records to read
   * @return the number of records written
   * @throws PermanentFailure after all other records, if the store refused some permanently
   */
  int run(Instant due, AgeScan.Limit limit) {
    through = progress.through(progress.read());
    AgeScan scan = new AgeScan(records, through, due, limit);
    while (scan.hasNext()) {
      AgeScan.ExpiringPage page = Objects.requireNonNull(scan.next());
      page.records().forEach(this::truncate);
      advanceTo(resumeAt.orElse(page.reached()));
    }
    if (refused > 0) {
      throw new PermanentFailure(
          "IP addresses are due but could not be truncated; records=" + refused);
    }
    return written;
  }

  private void advanceTo(Instant reached) {
    if (through.map(reached::isAfter).orElse(true)) {
      through = Optional.of(reached);
      progress.moveTo(through);
    }
  }

  private void truncate(Document record) {
    Fields changes = TruncatedFields.changes(fields, record.fields());
    if (changes.asMap().isEmpty()) {
      return;
    }
    try {
      if (records.documents().update(record.path(), record.updateTime(), changes)) {
        written++;
      } else {
        resumeAt(records.ageOf(record).orElseThrow());
      }
    } catch (PermanentFailure e) {
      LOG.severe(
          "alarm: an IP address cannot be truncated",
          LogField.LOCATION.of(records.location().name()));
      refused++;
    }
  }

  /** Records come oldest first, so the next run starts at the first record with a lost update. */
  private void resumeAt(Instant lost) {
    if (resumeAt.isEmpty()) {
      resumeAt = Optional.of(lost.minus(1, ChronoUnit.MICROS));
    }
  }
}
