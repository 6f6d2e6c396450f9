package com.anykoma.privacy.improvement.statistics;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Query.Operator;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.Plan;
import com.anykoma.privacy.usage.plan.Plans;
import com.anykoma.privacy.usage.training.SubjectFacts;
import com.anykoma.privacy.usage.training.TrainingGate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Counts the usage records of one UTC day for a metric. A record counts only if the training gate
 * would admit content that its subject created at that time: the subject is free now and was free
 * then, does not object, is not erased and asks for no erasure; a subject without a known account
 * does not count (P29, P4, P25). The earliest records of a person count, until their bound.
 */
public record DayCount(
    Documents documents,
    Subjects subjects,
    DataMap dataMap,
    TrainingGate gate,
    Plans plans,
    InstantSource clock) {
  /** The maximum number of a day's records; it bounds memory to about 100 MB, and time. */
  static final int MAX_RECORDS = 500_000;

  private static final int PAGE = 500;
  private static final Log LOG = Log.of(DayCount.class);

  /**
   * Reads all records of the day.
   *
   * @throws PermanentFailure if there are more than {@link #MAX_RECORDS}
   * @throws IllegalStateException if the listing omitted records; transient
   */
  BoundedTotals of(Metric metric, LocalDate day) {
    Query records = records(metric.location(), day);
    BoundedTotals totals =
        new BoundedTotals(
            metric, plans.all().stream().filter(each -> !each.isPaid()).map(Plan::name).toList());
    long read = 0;
    long setAside = 0;
    for (List<Document> page : Pages.of(documents, records.limit(PAGE))) {
      read += page.size();
      if (read > MAX_RECORDS) {
        throw new PermanentFailure("a day has more usage records than one run can count");
      }
      setAside += add(metric, page, totals);
    }
    if (documents.count(records, read + 1) > read) {
      throw new IllegalStateException("a listing omitted usage records");
    }
    if (setAside > 0) {
      LOG.warning(
          "usage records were set aside",
          LogField.METRIC.of(metric.name()),
          LogField.COUNT.of(setAside));
    }
    return totals;
  }

  private static Query records(Location location, LocalDate day) {
    String time = location.ageField().orElseThrow();
    return ((Place.Documents) location.place())
        .among(Map.of())
        .where(time, Operator.GREATER_OR_EQUAL, startOf(day))
        .where(time, Operator.LESS, startOf(day.plusDays(1)));
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Adds a page's records; returns the number of those without a valid owner or value. */
  private long add(Metric metric, List<Document> page, BoundedTotals totals) {
    List<Document> records =
        page.stream()
            .filter(
                each ->
                    dataMap.locationOf(each.path()).filter(metric.location()::equals).isPresent())
            .toList();
    Map<SubjectId, Person> people = people(records, totals);
    long setAside = 0;
    for (Document record : records) {
      try {
        SubjectId subject = ownerOf(record).orElseThrow();
        if (!totals.isExhausted(subject)) {
          add(metric, record, subject, Objects.requireNonNull(people.get(subject)).facts(), totals);
        }
      } catch (RuntimeException e) {
        if (!BatchRunner.isPermanent(e)) {
          throw e;
        }
        setAside++;
      }
    }
    return setAside;
  }

  private void add(
      Metric metric, Document record, SubjectId subject, SubjectFacts facts, BoundedTotals totals) {
    Instant at = earliestTimeOf(metric, record);
    Cell cell =
        new Cell(metric.valueOf(record.fields()), facts.subscriptions().statusAt(at, plans).plan());
    long amount = metric.amountOf(record.fields());
    if (gate.admission(Purpose.IMPROVEMENT, facts, at, clock.instant()).eligible()) {
      totals.add(subject, cell, amount);
    }
  }

  /** Its own time, which the app wrote, or the server's time of its creation if that is earlier. */
  private static Instant earliestTimeOf(Metric metric, Document record) {
    String time = metric.location().ageField().orElseThrow();
    Instant own = (Instant) record.fields().at(time).orElseThrow();
    return own.isBefore(record.createTime()) ? own : record.createTime();
  }

  private Optional<SubjectId> ownerOf(Document record) {
    return Owners.withoutReads(dataMap).of(record).stream().findFirst();
  }

  /** What is stored about a person: their tombstone and record. */
  private record Person(Optional<Document> tombstone, Optional<Document> known) {
    SubjectFacts facts() {
      Fields fields = known.map(Document::fields).orElse(Fields.empty());
      return SubjectFacts.of(new SubjectRecord(fields), tombstone.isPresent());
    }
  }

  /** Reads what is stored about the people of a page whose bound is not reached. */
  private Map<SubjectId, Person> people(List<Document> records, BoundedTotals totals) {
    List<SubjectId> asked =
        records.stream()
            .flatMap(each -> ownerOf(each).stream())
            .filter(each -> !totals.isExhausted(each))
            .distinct()
            .toList();
    Iterator<Optional<Document>> read =
        documents
            .getAll(asked.stream().flatMap(each -> subjects.fence(each).stream()).toList())
            .iterator();
    Map<SubjectId, Person> people = new HashMap<>();
    asked.forEach(each -> people.put(each, new Person(read.next(), read.next())));
    return people;
  }
}
