package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.CertifiedText;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.collection.datamap.Edge.Kind;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one location of a data map. */
record LocationReader(FieldReader fieldReader) {
  /** The location whose ids an erasure follows to records that lead through it. */
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
    Optional<RetentionClass> term =
        mistakes.read(() -> fieldReader.retention(setting.get("retention")));
    Optional<Place> place = mistakes.read(() -> PlaceReader.read(setting));
    Optional<Role> role = mistakes.read(() -> setting.get("role").oneOf(Role.class));
    Optional<Boolean> stamped = setting.find("stamped").flatMap(it -> mistakes.read(it::flag));
    Optional<ExportRule> export = mistakes.read(() -> export(setting));
    Optional<EraseRule> erase = mistakes.read(() -> erase(setting));
    Optional<SharedRule> shared =
        setting.find("shared").flatMap(it -> mistakes.read(() -> it.oneOf(SharedRule.class)));
    Optional<String> placeName =
        mistakes.read(() -> setting.checked(() -> CertifiedText.place(name)));
    Optional<String> aged = setting.find("aged").flatMap(it -> mistakes.read(it::string));
    Optional<List<DataField>> read =
        purposes.flatMap(
            uses ->
                term.flatMap(
                    kept -> mistakes.read(() -> fields(setting.get("fields"), uses, kept))));
    mistakes.throwIfAny();
    List<DataField> fields = read.orElseThrow();
    Place in = place.orElseThrow();
    Optional<SubjectLocator> subject = mistakes.read(() -> subject(setting, in, fields));
    Optional<Set<EmbeddedMetadata>> strip = mistakes.read(() -> strip(setting, in));
    Optional<List<Edge>> edges = mistakes.read(() -> edges(setting, fields));
    Optional<Optional<ItemReference>> about = mistakes.read(() -> about(setting, in, fields));
    mistakes.throwIfAny();
    Location location =
        new Location(
            placeName.orElseThrow(),
            in,
            subject.orElseThrow(),
            role.orElseThrow(),
            stamped.orElse(false),
            strip.orElseThrow(),
            fields,
            purposes.orElseThrow(),
            term.orElseThrow(),
            export.orElseThrow(),
            erase.orElseThrow(),
            edges.orElseThrow(),
            shared,
            about.orElseThrow(),
            aged);
    check(location, setting);
    return location;
  }

  private List<DataField> fields(Setting setting, Set<Purpose> purposes, RetentionClass term) {
    return List.copyOf(
        setting
            .readEachMember((name, each) -> fieldReader.read(name, each, purposes, term))
            .values());
  }

  private static void check(Location location, Setting setting) {
    if (location.fields().isEmpty()) {
      throw setting.get("fields").error("a location has fields");
    }
    checkLists(location, setting);
    checkRemoval(location, setting);
    boolean saysAboutWhom =
        location.fields().stream()
            .filter(each -> each.category().isPersonal())
            .allMatch(DataField::listsSubjects);
    if (!saysAboutWhom && location.subject() instanceof SubjectLocator.None) {
      throw setting.get("subject").error("data about a person has to say about whom");
    }
    for (DataField within : location.fields()) {
      location.fields().stream()
          .filter(each -> each.isSealed() && within.isSealed())
          .filter(each -> within.name().startsWith(each.name() + "."))
          .forEach(
              each -> {
                throw setting
                    .get("fields")
                    .error(
                        "'" + within.name() + "' is sealed within '" + each.name() + "' already");
              });
    }
    checkAge(location, setting);
    boolean content =
        location.role() == Role.CONTENT && location.place() instanceof Place.Documents;
    if (location.stamped() && !content) {
      throw setting.get("stamped").error("only documents of role content are stamped");
    }
  }

  /** What no erasure could find, or could not take out of a path, is not promised to go. */
  private static void checkRemoval(Location location, Setting setting) {
    Action action = location.erase().action();
    boolean isBlob = location.place() instanceof Place.Blobs;
    boolean isInField =
        location.subject() instanceof SubjectLocator.InField
            || location.subject() instanceof SubjectLocator.Through;
    if (isBlob && isInField) {
      throw setting.get("subject").error("an object says by its name whose it is: \"{uid}\"");
    }
    if (action == Action.PSEUDONYMISE && location.subject() instanceof SubjectLocator.InPath) {
      throw setting.get("erase").error("the path names the person: delete, or retain");
    }
    if (location.place() instanceof Place.Documents
        && location.subject() instanceof SubjectLocator.Through key
        && (action == Action.DELETE
            || (action == Action.PSEUDONYMISE && !key.location().equals(CUSTOMERS)))) {
      throw setting
          .get("erase")
          .error(
              "no erasure finds it: name a field with the uid, pseudonymise what leads through '"
                  + CUSTOMERS
                  + "', or retain");
    }
  }

  private static void checkLists(Location location, Setting setting) {
    for (String each : location.subjectLists()) {
      Setting at = setting.get("fields").get(each);
      if (!(location.place() instanceof Place.Documents place)
          || !place.database().equals(Place.Documents.MAIN)) {
        throw at.error("only documents of the main database list subjects");
      }
      boolean isKey =
          (location.subject() instanceof SubjectLocator.InField key && key.field().equals(each))
              || (location.subject() instanceof SubjectLocator.Through through
                  && through.field().equals(each));
      if (isKey) {
        throw at.error("it names whose the document is: that is one uid, no list");
      }
    }
  }

  /** What is kept for so long only has to say how old it is. */
  private static void checkAge(Location location, Setting setting) {
    boolean isAged = location.ageing().isPresent();
    if (location.aged().isPresent() && !isAged) {
      throw setting.get("aged").error("it is no field whose retention class has a max");
    }
    if (location.aged().isPresent() && !(location.place() instanceof Place.Documents)) {
      throw setting.get("aged").error("only documents age by a field");
    }
    if (location.place() instanceof Place.Documents
        && location.retention().maxAge().isPresent()
        && !isAged) {
      throw setting.get("retention").error("'aged' has to name the field that tells the age");
    }
    long truncations =
        location.fields().stream().flatMap(it -> it.truncate().stream()).distinct().count();
    if (truncations > 0 && !isAged) {
      throw setting.get("fields").error("'truncate' needs 'aged' to name what tells the age");
    }
    if (truncations > 1) {
      throw setting.get("fields").error("IP addresses of one location are truncated at one age");
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
      throw setting.get("strip").error("only blobs have metadata embedded in them");
    }
    return strip;
  }

  private static SubjectLocator subject(Setting setting, Place place, List<DataField> fields) {
    Setting at = setting.get("subject");
    String key = at.string();
    boolean through = setting.find("through").isPresent();
    boolean inPath = key.startsWith("{") && key.endsWith("}");
    boolean word = key.equals("none") || key.equals("hashed");
    if (through && (inPath || word)) {
      throw setting.get("through").error("only a field leads through another location");
    }
    if (word) {
      return key.equals("none") ? new SubjectLocator.None() : new SubjectLocator.Hashed();
    }
    if (inPath) {
      return inPath(at, key.substring(1, key.length() - 1), place);
    }
    requireField(at, key, fields);
    if (place instanceof Place.Billing && !through) {
      throw at.error("the payment provider knows no uid; say 'through' which location it leads");
    }
    return through
        ? new SubjectLocator.Through(key, setting.get("through").string())
        : new SubjectLocator.InField(key);
  }

  private static SubjectLocator inPath(Setting at, String id, Place place) {
    Optional<PathPattern> path = place.pattern();
    if (path.isEmpty() || !path.get().names(id)) {
      throw at.error("the path has no {" + id + "}");
    }
    if (!path.get().firstId().equals(id)) {
      throw at.error(
          "{" + id + "} is not the first id of the path: name a field that holds the uid");
    }
    return new SubjectLocator.InPath(id);
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

  private static List<Edge> edges(Setting setting, List<DataField> fields) {
    List<Edge> edges = new ArrayList<>();
    setting
        .find("edges")
        .ifPresent(
            kinds -> {
              kinds.allowKeys("owned", "derived", "shared", "counted");
              for (Edge.Kind kind : List.of(Kind.OWNED, Kind.DERIVED, Kind.SHARED)) {
                kinds
                    .find(kind.name().toLowerCase(Locale.ROOT))
                    .ifPresent(
                        to ->
                            to.readEach(
                                each ->
                                    FieldReader.newIn(
                                        edges,
                                        each,
                                        new Edge(kind, each.string(), Optional.empty()))));
              }
              kinds
                  .find("counted")
                  .ifPresent(
                      to ->
                          to.members()
                              .forEach(
                                  (name, by) ->
                                      edges.add(
                                          new Edge(
                                              Kind.COUNTED,
                                              name,
                                              Optional.of(listed(by, fields))))));
            });
    return edges;
  }

  private static Optional<ItemReference> about(
      Setting setting, Place place, List<DataField> fields) {
    Optional<Setting> about = setting.find("about");
    if (about.isPresent() && !(place instanceof Place.Documents)) {
      throw about.get().error("only documents have a field that names an item");
    }
    return about.map(each -> about(each, each.members(), fields));
  }

  private static ItemReference about(
      Setting at, Map<String, Setting> members, List<DataField> fields) {
    if (members.size() != 1) {
      throw at.error("a record is about one item, which one field names");
    }
    Map.Entry<String, Setting> member = members.entrySet().iterator().next();
    requireField(at, member.getKey(), fields);
    return new ItemReference(member.getKey(), member.getValue().oneOf(ItemReference.Form.class));
  }

  private static String listed(Setting name, List<DataField> fields) {
    requireField(name, name.string(), fields);
    return name.string();
  }

  private static void requireField(Setting at, String name, List<DataField> fields) {
    if (fields.stream().noneMatch(each -> each.name().equals(name))) {
      throw at.error("there is no field '" + name + "'");
    }
  }
}
