package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.CertifiedText;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.LocationEdge.Kind;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Parses one location of a data map. */
record LocationReader(FieldReader fieldReader) {
  /** The location of this software whose ids lead to the payment provider's data. */
  private static final String CUSTOMERS = "customers";

  private static final String[] KEYS = {
    "kind",
    "path",
    "database",
    "bucket",
    "object",
    "log",
    "subject",
    "through",
    "role",
    "stamped",
    "strip",
    "derived",
    "purposes",
    "retention",
    "export",
    "reason",
    "erase",
    "ground",
    "edges",
    "shared",
    "about",
    "aged",
    "fields"
  };

  Location read(String name, Setting setting) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> setting.allowKeys(KEYS));
    Optional<Set<Purpose>> purposes =
        mistakes.read(() -> FieldReader.purposes(setting.get("purposes")));
    Optional<RetentionClass> retention =
        mistakes.read(() -> fieldReader.retention(setting.get("retention")));
    Optional<Place> place = mistakes.read(() -> PlaceReader.read(setting));
    Optional<LocationRole> role =
        mistakes.read(() -> setting.get("role").oneOf(LocationRole.class));
    Optional<Boolean> stamped = setting.find("stamped").flatMap(it -> mistakes.read(it::flag));
    Optional<ExportRule> export = mistakes.read(() -> export(setting));
    Optional<EraseRule> erase = mistakes.read(() -> erase(setting));
    Optional<SharedRule> shared =
        setting.find("shared").flatMap(it -> mistakes.read(() -> it.oneOf(SharedRule.class)));
    Optional<String> placeName =
        mistakes.read(() -> setting.checked(() -> CertifiedText.place(name)));
    Optional<String> ageField = setting.find("aged").flatMap(it -> mistakes.read(it::string));
    Optional<List<DataField>> read =
        purposes.flatMap(
            uses ->
                retention.flatMap(
                    each -> mistakes.read(() -> fields(setting.get("fields"), uses, each))));
    mistakes.throwIfAny();
    List<DataField> fields = read.orElseThrow();
    Place at = place.orElseThrow();
    Optional<SubjectLocator> subject = mistakes.read(() -> subject(setting, at, fields));
    Optional<Set<EmbeddedMetadata>> strip = mistakes.read(() -> strip(setting, at));
    Optional<List<DerivedName>> derived = mistakes.read(() -> derived(setting, at));
    Optional<List<LocationEdge>> edges = mistakes.read(() -> edges(setting, fields));
    Optional<Optional<String>> itemField = mistakes.read(() -> itemField(setting, at, fields));
    mistakes.throwIfAny();
    Location location =
        new Location(
            placeName.orElseThrow(),
            at,
            subject.orElseThrow(),
            role.orElseThrow(),
            stamped.orElse(false),
            strip.orElseThrow(),
            derived.orElseThrow(),
            fields,
            purposes.orElseThrow(),
            retention.orElseThrow(),
            export.orElseThrow(),
            erase.orElseThrow(),
            edges.orElseThrow(),
            shared,
            itemField.orElseThrow(),
            ageField);
    check(location, setting);
    return location;
  }

  private List<DataField> fields(Setting setting, Set<Purpose> purposes, RetentionClass retention) {
    return List.copyOf(
        setting
            .readEachMember((name, each) -> fieldReader.read(name, each, purposes, retention))
            .values());
  }

  private static void check(Location location, Setting setting) {
    if (location.fields().isEmpty()) {
      throw setting.get("fields").error("a location needs at least one field");
    }
    checkLists(location, setting);
    checkRemoval(location, setting);
    boolean onlyListsSubjects =
        location.fields().stream()
            .filter(each -> each.category().isPersonal())
            .allMatch(each -> each.subjects() != DataField.Subjects.NO);
    if (!onlyListsSubjects && location.subject() instanceof SubjectLocator.None) {
      throw setting
          .get("subject")
          .error(
              "a location with personal data must name its subject: a path id, a field or"
                  + " 'hashed'");
    }
    checkOwner(location, setting);
    for (DataField within : location.fields()) {
      location.fields().stream()
          .filter(each -> each.isSealed() && within.isSealed())
          .filter(each -> within.name().startsWith(each.name() + "."))
          .forEach(
              each -> {
                throw setting
                    .get("fields")
                    .error(
                        "'%s' is already sealed as a part of '%s'"
                            .formatted(within.name(), each.name()));
              });
    }
    checkAgeField(location, setting);
    boolean content =
        location.role() == LocationRole.CONTENT && location.place() instanceof Place.Documents;
    if (location.stamped() && !content) {
      throw setting.get("stamped").error("only documents of role content are stamped");
    }
  }

  /** Refuses an erase rule that an erasure could not carry out. */
  private static void checkRemoval(Location location, Setting setting) {
    Action action = location.erase().action();
    boolean isBlob = location.place() instanceof Place.Blobs;
    boolean isInField =
        location.subject() instanceof SubjectLocator.InField
            || location.subject() instanceof SubjectLocator.Through;
    if (isBlob && isInField) {
      throw setting.get("subject").error("an object must name its subject in its path: \"{uid}\"");
    }
    if (location.place() instanceof Place.Realtime
        && !(location.subject() instanceof SubjectLocator.InPath && action == Action.DELETE)) {
      throw setting
          .get("subject")
          .error(
              "a node of the Realtime Database must name its subject in its path and be deleted by"
                  + " an erasure: subject: \"{uid}\", erase: delete");
    }
    if (location.subject() instanceof SubjectLocator.InList && action != Action.DELETE) {
      throw setting
          .get("erase")
          .error("a document with several owners is deleted with its last owner: write delete");
    }
    if (action == Action.PSEUDONYMISE && location.subject() instanceof SubjectLocator.InPath) {
      throw setting
          .get("erase")
          .error("the path contains the uid and cannot be changed: write delete or retain");
    }
    if (location.place() instanceof Place.Documents
        && location.subject() instanceof SubjectLocator.Through through
        && action == Action.PSEUDONYMISE
        && !through.location().equals(CUSTOMERS)) {
      throw setting
          .get("erase")
          .error(
              "an erasure cannot find this data: name a field with the uid, pseudonymise data that"
                  + " leads through '"
                  + CUSTOMERS
                  + "', delete or retain");
    }
  }

  private static void checkLists(Location location, Setting setting) {
    for (String each : location.subjectLists()) {
      Setting at = setting.get("fields").get(each);
      if (!(location.place() instanceof Place.Documents place)
          || !place.database().equals(Place.Documents.MAIN)) {
        throw at.error("only documents of the main database can list subjects");
      }
      if (location.subject() instanceof SubjectLocator.Through through
          && through.field().equals(each)) {
        throw at.error(
            "this field leads to one other document, so it must be one id and not a list");
      }
    }
    for (String each : location.subjectMaps()) {
      if (location.subjectLists().isEmpty()) {
        throw setting
            .get("fields")
            .get(each + ".*")
            .error(
                "the keys of a map cannot be queried: add a list of the same uids, a field with"
                    + " 'subjects: yes', by which an erasure finds the documents");
      }
    }
  }

  /** Refuses content whose owner could not be determined, or whose fields no one key could seal. */
  private static void checkOwner(Location location, Setting setting) {
    if (location.stamped()
        && (location.subject() instanceof SubjectLocator.None
            || location.subject() instanceof SubjectLocator.Hashed)) {
      throw setting.get("subject").error("stamped content must name its owner");
    }
    boolean isAccount =
        location.role() == LocationRole.ACCOUNT && location.place() instanceof Place.Documents;
    for (DataField each : location.fields()) {
      if (each.isCorrectable() && !isAccount) {
        throw setting.get("fields").error("only documents of role account are correctable");
      }
      if (each.isSealed() && location.place() instanceof Place.Documents) {
        checkSealed(each, location.subject(), setting.get("fields").get(each.name()));
      }
    }
  }

  private static void checkSealed(DataField sealed, SubjectLocator subject, Setting at) {
    if (!(subject instanceof SubjectLocator.InPath || subject instanceof SubjectLocator.InField)) {
      throw at.error(
          "a field is sealed with the key of one person, and these documents name none: write"
              + " 'sealed: never', or name the owner in the path or in a field");
    }
    if (subject instanceof SubjectLocator.InField owner && sealed.contains(owner.field())) {
      throw at.error("the field that names the owner must stay readable: write 'sealed: never'");
    }
  }

  /** Requires an age field for documents whose retention class has a max. */
  private static void checkAgeField(Location location, Setting setting) {
    boolean expires = location.expiry().isPresent();
    if (location.ageField().isPresent() && !expires) {
      throw setting.get("aged").error("'aged' must name a field whose retention class has a max");
    }
    if (location.ageField().isPresent() && !(location.place() instanceof Place.Documents)) {
      throw setting.get("aged").error("only documents can expire by a field");
    }
    if (location.place() instanceof Place.Documents
        && location.retention().maxAge().isPresent()
        && !expires) {
      throw setting
          .get("retention")
          .error("the retention class has a max, so 'aged' must name the timestamp field");
    }
    long truncations =
        location.fields().stream().flatMap(it -> it.truncate().stream()).distinct().count();
    if (truncations > 0 && !expires) {
      throw setting.get("fields").error("'truncate' requires 'aged' to name the timestamp field");
    }
    if (truncations > 1) {
      throw setting.get("fields").error("all fields of a location must have the same 'truncate'");
    }
  }

  private static Set<EmbeddedMetadata> strip(Setting setting, Place place) {
    Set<EmbeddedMetadata> strip = EnumSet.noneOf(EmbeddedMetadata.class);
    setting
        .find("strip")
        .ifPresent(
            kinds ->
                kinds.readEach(
                    each -> FieldReader.newIn(strip, each, each.oneOf(EmbeddedMetadata.class))));
    if (!strip.isEmpty() && !(place instanceof Place.Blobs)) {
      throw setting.get("strip").error("only blobs have embedded metadata to strip");
    }
    return strip;
  }

  private static List<DerivedName> derived(Setting setting, Place place) {
    Optional<Setting> derived = setting.find("derived");
    if (derived.isEmpty()) {
      return List.of();
    }
    if (!(place instanceof Place.Blobs blobs)) {
      throw derived.get().error("only blobs have derived objects");
    }
    List<String> ids = blobs.path().ids();
    boolean endsInId =
        blobs.path().segments().get(blobs.path().segments().size() - 1).startsWith("{");
    if (ids.size() < 2 || !endsInId) {
      throw setting
          .get("path")
          .error(
              "originals of derived objects need an id of their own beneath the person's:"
                  + " FOLDER/{uid}/{id}");
    }
    return derived
        .get()
        .readEach(each -> each.checked(() -> DerivedName.of(blobs.path(), each.string())));
  }

  private static SubjectLocator subject(Setting setting, Place place, List<DataField> fields) {
    Setting at = setting.get("subject");
    String key = at.string();
    boolean through = setting.find("through").isPresent();
    boolean inPath = key.startsWith("{") && key.endsWith("}");
    boolean keyword = key.equals("none") || key.equals("hashed");
    if (through && keyword) {
      throw setting.get("through").error("'through' requires a field or an {id} as subject");
    }
    if (through && place instanceof Place.Billing) {
      throw setting
          .get("through")
          .error("the records of customers lead to the payment provider's data; remove 'through'");
    }
    if (keyword) {
      return key.equals("none") ? new SubjectLocator.None() : new SubjectLocator.Hashed();
    }
    if (inPath) {
      String id = inPath(at, key.substring(1, key.length() - 1), place);
      return through
          ? new SubjectLocator.ThroughPath(id, setting.get("through").string())
          : new SubjectLocator.InPath(id);
    }
    requireField(at, key, fields);
    if (place instanceof Place.Billing) {
      return new SubjectLocator.Through(key, CUSTOMERS);
    }
    if (through) {
      return new SubjectLocator.Through(key, setting.get("through").string());
    }
    boolean isList =
        fields.stream().anyMatch(each -> each.name().equals(key) && each.listsSubjects());
    return isList ? new SubjectLocator.InList(key) : new SubjectLocator.InField(key);
  }

  private static String inPath(Setting at, String id, Place place) {
    Optional<PathPattern> path = place.pattern();
    if (path.isEmpty() || !path.get().names(id)) {
      throw at.error("the path does not contain {" + id + "}");
    }
    if (!(place instanceof Place.Documents) && !path.get().firstId().equals(id)) {
      throw at.error("{" + id + "} is not the first id: only documents can have others before it");
    }
    return id;
  }

  private static ExportRule export(Setting setting) {
    Setting export = setting.get("export");
    return export.checked(
        () -> new ExportRule(export.flag(), setting.find("reason").map(Setting::string)));
  }

  private static EraseRule erase(Setting setting) {
    Setting erase = setting.get("erase");
    return erase.checked(
        () ->
            new EraseRule(
                erase.oneOf(EraseRule.Action.class),
                setting
                    .find("ground")
                    .map(it -> it.checked(() -> CertifiedText.ground(it.string())))));
  }

  private static List<LocationEdge> edges(Setting setting, List<DataField> fields) {
    List<LocationEdge> edges = new ArrayList<>();
    setting
        .find("edges")
        .ifPresent(
            kinds -> {
              kinds.allowKeys("owned", "derived", "shared", "counted");
              for (LocationEdge.Kind kind : List.of(Kind.OWNED, Kind.DERIVED, Kind.SHARED)) {
                kinds
                    .find(kind.name().toLowerCase(Locale.ROOT))
                    .ifPresent(
                        to ->
                            to.readEach(
                                each ->
                                    FieldReader.newIn(
                                        edges,
                                        each,
                                        new LocationEdge(kind, each.string(), Optional.empty()))));
              }
              kinds
                  .find("counted")
                  .ifPresent(
                      to ->
                          to.members()
                              .forEach(
                                  (name, by) ->
                                      edges.add(
                                          new LocationEdge(
                                              Kind.COUNTED,
                                              name,
                                              Optional.of(listed(by, fields))))));
            });
    return edges;
  }

  private static Optional<String> itemField(Setting setting, Place place, List<DataField> fields) {
    Optional<Setting> about = setting.find("about");
    if (about.isPresent() && !(place instanceof Place.Documents)) {
      throw about.get().error("only documents can have 'about'");
    }
    return about.map(each -> listed(each, fields));
  }

  private static String listed(Setting name, List<DataField> fields) {
    requireField(name, name.string(), fields);
    return name.string();
  }

  private static void requireField(Setting at, String name, List<DataField> fields) {
    if (fields.stream().noneMatch(each -> each.name().equals(name))) {
      throw at.error("the location has no field '" + name + "'");
    }
  }
}
