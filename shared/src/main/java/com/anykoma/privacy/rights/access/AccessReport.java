package com.anykoma.privacy.rights.access;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.EraseRule;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreResidency;
import com.anykoma.privacy.usage.plan.PlanStatus;
import com.anykoma.privacy.usage.training.CorpusEntry;
import com.anykoma.privacy.usage.training.GateService;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reports to a person what is stored about them, why, for how long, who receives it and who of our
 * staff saw it (P22; GDPR 15). Driven by the data map, so that it cannot leave out a location. Only
 * reads. It is also given while an erasure is requested: it then reports what remains.
 */
public record AccessReport(
    SubjectData data,
    GateService gate,
    Policies policies,
    Residency residency,
    InstantSource clock) {
  private static final int PAGE = 100;

  /** The whole report, with the number of entries of each location instead of the entries. */
  public Fields of(SubjectId subject) {
    Instant now = clock.instant();
    PlanStatus plan = gate.planStatus(subject);
    return Fields.empty()
        .with("at", now)
        .with("policyVersion", policies.inForceAt(now).map(Policy::version))
        .with(
            "plan", Fields.empty().with("name", plan.plan()).with("protected", plan.isProtected()))
        .with(
            "locations",
            data.records().dataMap().locations().stream().map(it -> location(subject, it)).toList())
        .with("account", entries(subject, OwnCollections.SUBJECTS.id()))
        .with("consents", entries(subject, OwnCollections.CONSENTS))
        .with("views", entries(subject, OwnCollections.VIEWS))
        .with("erasures", entries(subject, OwnCollections.ERASURES.id()))
        .with("purges", entries(subject, OwnCollections.PURGES.id()))
        .with("releases", List.copyOf(releases(subject)))
        .with("backups", residency.stores().stream().map(AccessReport::backup).toList())
        .with("complaint", "You can complain to the data protection authority where you live.");
  }

  /**
   * One page of the entries of a location.
   *
   * @param token of the previous page
   * @return empty if the location does not exist or is not given
   * @throws SubjectData.UnknownPage if the token is of another location or person
   */
  public Optional<Fields> page(SubjectId subject, String location, Optional<String> token) {
    return data.sources().stream()
        .filter(it -> it.name().equals(location))
        .findFirst()
        .map(
            source -> {
              Page<SubjectData.Entry> page = data.page(subject, source, token, PAGE);
              return Fields.empty()
                  .with("total", data.count(subject, source))
                  .with("entries", page.items().stream().map(it -> entry(source, it)).toList())
                  .with("next", page.next());
            });
  }

  private Fields location(SubjectId subject, Location location) {
    EraseRule erase = location.erase();
    Fields report =
        Fields.empty()
            .with("name", location.name())
            .with("categories", each(location, it -> it.category().key()))
            .with(
                "purposes",
                location.fields().stream()
                    .flatMap(it -> it.purposes().stream())
                    .map(Purpose::storedName)
                    .distinct()
                    .sorted()
                    .toList())
            .with("source", source(location.role()))
            .with("recipient", recipient(location.place()))
            .with(
                "retention",
                each(
                    location,
                    it ->
                        Fields.empty()
                            .with("ground", it.retention().ground())
                            .with("max", it.retention().maxAge().map(String::valueOf))))
            .with("erasedWithTheAccount", erase.action() == EraseRule.Action.DELETE)
            .with("exception", erase.ground())
            .with("notGivenBecause", location.export().reason());
    return location.export().exported()
        ? report.with("entries", data.count(subject, location))
        : report;
  }

  /** The values of all fields, without repetitions. */
  private static <T> List<T> each(Location location, Function<DataField, T> value) {
    return location.fields().stream().map(value).distinct().toList();
  }

  private static String recipient(Place place) {
    if (place instanceof Place.Billing) {
      return "Stripe";
    }
    return place instanceof Place.Accounts || place instanceof Place.Realtime
        ? "Firebase"
        : "Google Cloud";
  }

  private static String source(LocationRole role) {
    return switch (role) {
      case ACCOUNT, CONTENT -> "you";
      case USAGE, DEVICE, LOG -> "your use of the service";
      case BILLING -> "the payment provider";
      case OWN -> "this service, from the data above";
    };
  }

  private Location location(String name) {
    return data.records().dataMap().location(name).orElseThrow();
  }

  private List<Fields> entries(SubjectId subject, String location) {
    Location source = location(location);
    List<Fields> entries = new ArrayList<>();
    for (List<SubjectData.Entry> page :
        Pages.of(token -> data.page(subject, source, token, SubjectData.MAX_LIMIT))) {
      page.forEach(it -> entries.add(it.fields()));
    }
    return entries;
  }

  /** An object has, instead of its bytes, the path by which the function Content returns them. */
  private static Fields entry(Location source, SubjectData.Entry entry) {
    Fields fields =
        Fields.empty()
            .with("name", entry.name())
            .with("createdAt", entry.createdAt())
            .with("updatedAt", entry.updatedAt())
            .with("fields", entry.fields());
    boolean isServed =
        source.place() instanceof Place.Blobs in
            && in.bucket().equals(UploadService.CONTENT)
            && entry.content().isPresent();
    String path = entry.name().replaceFirst(source.folderOfPeople().orElse(""), "blobs");
    return isServed
        ? fields.with(
            "content",
            "?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20"))
        : fields;
  }

  /** The releases that have a copy of one of the person's items, and have not been recalled. */
  private Set<String> releases(SubjectId subject) {
    Set<String> releases = new TreeSet<>();
    Location corpus = location(OwnCollections.CORPUS.id());
    for (List<Document> page :
        Pages.of(at -> data.records().page(subject, corpus, at, SubjectData.MAX_LIMIT))) {
      page.stream()
          .map(CorpusEntry::new)
          .filter(CorpusEntry::needsRecall)
          .flatMap(it -> it.released().stream())
          .forEach(it -> releases.add(it.split("/", 2)[0]));
    }
    return releases;
  }

  private static Fields backup(StoreResidency store) {
    return Fields.empty()
        .with("store", store.name())
        .with("content", store.what())
        .with("deletedWithin", store.window().toString())
        .with("exception", store.disclosed());
  }
}
