package com.anykoma.privacy.improvement.review;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.improvement.corpus.DeidentifiedCopy;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.anykoma.privacy.usage.training.Corpus;
import com.anykoma.privacy.usage.training.CorpusEntry;
import com.anykoma.privacy.usage.training.ItemStamp;
import com.anykoma.privacy.usage.training.SubjectFacts;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The queue for improvement: a random sample of the items that the corpus admits now. Reviewers see
 * only the corpus's de-identified copies. The training gate decides again at each lease and each
 * view (P3, P5, P8).
 *
 * @param ids makes random ids, which are random places in the corpus
 * @param copies reads an item's de-identified copy; empty if there is none
 * @param images opens the image of a copy; empty if it has none
 */
public record ImprovementRules(
    Documents documents,
    Corpus corpus,
    Supplier<String> ids,
    BiFunction<SubjectId, DocumentPath, Optional<DeidentifiedCopy>> copies,
    BiFunction<SubjectId, DeidentifiedCopy, Optional<OpenedBlob>> images)
    implements QueueRules<ImprovementDecision> {
  private static final int DRAWN = 100;
  private static final int STAMP = 0;
  private static final int ENTRY = 1;

  @Override
  public CollectionPath collection() {
    return OwnCollections.REVIEWS;
  }

  @Override
  public Purpose purpose() {
    return Purpose.IMPROVEMENT;
  }

  @Override
  public Class<ImprovementDecision> decisionType() {
    return ImprovementDecision.class;
  }

  @Override
  public List<DocumentPath> reads(SubjectId owner, DocumentPath content) {
    return List.of(ItemStamp.pathOf(owner, content), corpus.pathOf(content));
  }

  @Override
  public boolean admits(QueuedItem item) {
    SubjectFacts facts = SubjectFacts.of(item.tx().subject(), item.tx().erased());
    Optional<ItemStamp> stamp = item.beside(STAMP).map(it -> ItemStamp.read(it.fields()));
    Optional<CorpusEntry> entry =
        item.beside(ENTRY)
            .map(CorpusEntry::new)
            .filter(it -> it.isAdmitted() && it.owner().equals(item.owner()));
    boolean hasCopy = entry.flatMap(CorpusEntry::copyId).isPresent();
    return entry.isPresent()
        && corpus.gate().release(purpose(), facts, stamp, hasCopy, item.now()).eligible();
  }

  /** Draws from a random place of the corpus on, whose ids are hashes, and then from its start. */
  @Override
  public List<Candidate> candidates() {
    List<Document> drawn = documents.find(Corpus.admittedAfter(ids.get()).limit(DRAWN));
    List<Document> fromStart =
        drawn.size() < DRAWN ? documents.find(Corpus.admitted().limit(DRAWN)) : List.of();
    return new BatchRunner(OwnCollections.CORPUS.id())
        .read(
            Stream.concat(drawn.stream(), fromStart.stream()).distinct().limit(DRAWN).toList(),
            each -> each.path().id(),
            each -> candidate(new CorpusEntry(each)));
  }

  private static Candidate candidate(CorpusEntry entry) {
    return new Candidate(entry.owner(), entry.content());
  }

  @Override
  public Optional<ReviewedItem> show(SubjectId owner, Document content) {
    return copies
        .apply(owner, content.path())
        .map(
            it ->
                new ReviewedItem(
                    Sensitive.of(it.texts()), it.texts().isEmpty(), it.image().isPresent()));
  }

  @Override
  public Optional<OpenedBlob> image(SubjectId owner, DocumentPath content) {
    return copies.apply(owner, content).flatMap(it -> images.apply(owner, it));
  }
}
