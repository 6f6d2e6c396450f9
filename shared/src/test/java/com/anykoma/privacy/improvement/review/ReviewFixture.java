package com.anykoma.privacy.improvement.review;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.improvement.corpus.Copies;
import com.anykoma.privacy.improvement.detection.DeidentifiedFields;
import com.anykoma.privacy.improvement.detection.Deidentifier;
import com.anykoma.privacy.improvement.detection.KnownIdentifiers;
import com.anykoma.privacy.improvement.safety.BreakGlassService;
import com.anykoma.privacy.improvement.safety.SafetyDecision;
import com.anykoma.privacy.improvement.safety.SafetyReviewService;
import com.anykoma.privacy.improvement.safety.SafetyRules;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FlakyDocuments;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.proof.audit.ReasonCode;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.training.Corpus;
import com.anykoma.privacy.usage.training.TrainingGate;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Both queues on a world. Ids count upwards and have the length of random ones. */
public final class ReviewFixture {
  /** A text with the owner's name. */
  public static final String NAMED = "a castle for Ann";

  /** The same text as reviewers may see it. */
  public static final String UNNAMED = "a castle for [SUBJECT]";

  public static final SubjectId KIM = new SubjectId("kim-of-staff");
  public static final SubjectId LEE = new SubjectId("lee-of-staff");

  public final World world;
  private final AtomicInteger lastId = new AtomicInteger();

  public ReviewFixture(World world) {
    this.world = world;
  }

  private String nextId() {
    return String.format(Locale.ROOT, "id%020d", lastId.incrementAndGet());
  }

  /** The queue for improvement on other documents. */
  public ReviewQueue<ImprovementDecision> improvement(Documents documents) {
    Corpus corpus = new Corpus(world.hash, new TrainingGate(world.policies));
    Copies copies =
        new Copies(
            documents, corpus, world.dataMap, world.services.fields(), world.services.blobs());
    return queue(
        documents,
        new ImprovementRules(documents, corpus, this::nextId, copies::of, copies::image));
  }

  public ReviewQueue<ImprovementDecision> improvement() {
    return improvement(world.cloud.documents());
  }

  /** The queue for safety on other documents. */
  public ReviewQueue<SafetyDecision> safety(Documents documents) {
    return queue(documents, safetyRules(documents));
  }

  public ReviewQueue<SafetyDecision> safety() {
    return safety(world.cloud.documents());
  }

  public SafetyReviewService safetyRequests() {
    return new SafetyReviewService(
        world.cloud.documents(), owners(world.cloud.documents()), safety());
  }

  /** The service that shows originals, on other documents. */
  public BreakGlassService breakGlass(Documents documents) {
    return new BreakGlassService(
        documents,
        subjects(documents),
        owners(documents),
        world.hash,
        views(),
        safety(documents),
        safetyRules(documents),
        world.clock);
  }

  public Views views() {
    return new Views(world.hash);
  }

  /** The views of the subject's content, as their access report lists them. */
  public List<View> viewsOf(SubjectId subject) {
    return world
        .services
        .subjectData()
        .page(subject, world.dataMap.location("views").orElseThrow(), Optional.empty(), 500)
        .items()
        .stream()
        .map(
            it ->
                new View(
                    LocalDate.parse(it.fields().string("day").orElseThrow()),
                    Purpose.valueOf(
                        it.fields().string("purpose").orElseThrow().toUpperCase(Locale.ROOT)),
                    new ReasonCode(it.fields().string("cause").orElseThrow()),
                    it.fields().flag("original")))
        .toList();
  }

  private SafetyRules safetyRules(Documents documents) {
    return new SafetyRules(
        documents,
        world.dataMap,
        world.services.fields(),
        world.services.blobs(),
        new DeidentifiedFields(new Deidentifier(world.services.textDetector())),
        new KnownIdentifiers(world.dataMap, documents));
  }

  private <D extends Enum<D> & StoredName> ReviewQueue<D> queue(
      Documents documents, QueueRules<D> rules) {
    return new ReviewQueue<>(
        rules,
        documents,
        subjects(documents),
        owners(documents),
        world.hash,
        views(),
        this::nextId,
        world.clock);
  }

  private Subjects subjects(Documents documents) {
    return new Subjects(documents, world.hash, world.cloud.tasks(), world.audit, world.clock);
  }

  private Owners owners(Documents documents) {
    return new Owners(world.dataMap, documents::get);
  }

  /** Writes a prompt that names Ann, and copies it if the corpus admits it. */
  public DocumentPath prompt(SubjectId owner, String id) {
    DocumentPath path = World.prompt(owner, id);
    world.handle(world.write(path, Fields.empty().with("text", NAMED)));
    copyAll();
    return path;
  }

  /** Copies all admitted items. */
  void copyAll() {
    all("corpus").forEach(it -> world.services.corpusEntryWork().handle(new Due(it.path().id())));
  }

  /** The stored documents of a collection. */
  public List<Document> all(String collection) {
    return FlakyDocuments.all(world.cloud.documents(), collection);
  }

  /** The entries of the audit log about this topic. */
  public List<Document> audited(String about) {
    return all("audit").stream()
        .filter(it -> it.fields().string("about").filter(about::equals).isPresent())
        .toList();
  }
}
