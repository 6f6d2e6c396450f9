package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.HoldTask;
import com.anykoma.privacy.platform.TaskPayload.PlaceHold;
import com.anykoma.privacy.platform.TaskPayload.ReleaseHold;
import com.anykoma.privacy.proof.audit.Action;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.protection.vault.ShreddingService;
import com.anykoma.privacy.retention.removal.ItemHolds;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Legal holds, each on one item, with a ground and an end (E21). A hold stores a copy of the item
 * as it is now, and no other data of its owner. When the hold ends or is released, the copy is
 * deleted, and an erasure that the hold delayed continues. Idempotent.
 */
public record HoldService(
    Subjects subjects,
    SubjectHash hash,
    DataMap dataMap,
    Holds holds,
    HeldCopies copies,
    ShreddingService keys,
    ErasureService erasures,
    InstantSource clock) {
  private static final Log LOG = Log.of(HoldService.class);

  /**
   * Places a hold on an item. The copy exists when the method returns.
   *
   * @param ground the case or order that requires it; must not contain personal data
   * @param until when the hold ends by itself
   * @return the hold's id
   * @throws PermanentFailure if the item does not exist, or its owner is erased
   */
  public String place(DocumentPath item, String ground, Instant until) {
    String id = record(item, ground, until);
    process(id);
    return id;
  }

  private String record(DocumentPath item, String ground, Instant until) {
    if (dataMap.locationOf(item).filter(Location::stamped).isEmpty()) {
      throw new PermanentFailure("a hold needs the path of an item of content");
    }
    if (ground.isBlank() || !until.isAfter(clock.instant())) {
      throw new PermanentFailure("a hold needs a ground and an end in the future");
    }
    SubjectId owner = ownerOf(item);
    DocumentPath path = ItemHolds.pathOf(hash, item);
    subjects.transact(
        owner,
        List.of(item, ItemStamp.pathOf(owner, item)),
        tx -> {
          if (tx.alsoRead(0).isEmpty()) {
            throw new PermanentFailure("no document exists at the path to hold");
          }
          tx.alsoRead(1).ifPresent(it -> tx.update(it, Fields.empty().with("held", true)));
          AuditLog.Writer writer = tx.auditWriter();
          writer.set(path, Holds.placed(path.id(), owner, item, ground, clock.instant(), until));
          writer.append(Holds.entry(path.id(), Action.PLACED, clock.instant()));
          return true;
        });
    return path.id();
  }

  /** The first owner who is not erased: a hold on a document of several owners is kept for one. */
  private SubjectId ownerOf(DocumentPath item) {
    List<SubjectId> known =
        dataMap
            .subjectOf(item)
            .map(List::of)
            .orElseGet(
                () ->
                    copies
                        .documents()
                        .get(item)
                        .map(new Owners(dataMap, copies.documents()::get)::of)
                        .orElse(List.of()));
    return known.stream()
        .filter(each -> !subjects.erased(each))
        .findFirst()
        .or(() -> known.stream().findFirst())
        .orElseThrow(() -> new PermanentFailure("the item names no owner with a valid account id"));
  }

  /** Continues a hold, or carries out an operator's command. */
  public void handle(HoldTask task) {
    if (task instanceof Due due) {
      process(due.order());
    } else {
      runCommand(task).ifPresent(this::process);
    }
  }

  /**
   * Carries out an operator's command. A command has no lease and is not redelivered: a failure is
   * reported to operators, who publish it again.
   *
   * @return the placed hold, if the command placed one
   */
  private Optional<String> runCommand(HoldTask task) {
    try {
      if (task instanceof PlaceHold place) {
        return Optional.of(record(place.item(), place.ground(), place.until()));
      }
      if (task instanceof ReleaseHold it && !release(it.release())) {
        throw new PermanentFailure("there is no hold with this id");
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("a hold needs an item's path, a ground and an end");
    } catch (PermanentFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new PermanentFailure(
          "a legal hold could not be placed or released: publish the task again", e);
    }
  }

  /** Copies the item of a placed hold, or ends a hold that is due. */
  public void process(String id) {
    Optional<Document> hold = holds.get(id);
    if (hold.isPresent()) {
      if (!clock.instant().isBefore(Holds.until(hold.get()))) {
        end(hold.get());
      } else if (ItemHolds.isPlaced(hold.get())) {
        copy(hold.get());
      }
    }
  }

  /** If copying fails, the hold stays placed, so its item is neither purged nor erased. */
  private void copy(Document hold) {
    try {
      copies.copyItem(hold);
    } catch (RuntimeException e) {
      LOG.severe(
          "alarm: a legal hold has no copy of its item yet",
          LogField.HOLD.of(hold.path().id()),
          LogField.REASON.of(e));
      throw e;
    }
    holds.recordCopy(hold, clock.instant());
  }

  /** Releases a hold before its end; returns false if no hold has this id. */
  public boolean release(String id) {
    Optional<Document> hold = holds.get(id);
    hold.ifPresent(this::end);
    return hold.isPresent();
  }

  /**
   * Ends a hold. Destroys the key first if no other hold needs it; the record of the hold stays
   * until its copy is deleted. A failed step does not stop the independent ones.
   */
  private void end(Document hold) {
    SubjectId owner = Holds.owner(hold);
    boolean isErased = subjects.erased(owner);
    StepRunner steps = new StepRunner();
    steps.run(
        () -> {
          if (!isErased) {
            release(owner, Holds.item(hold));
          } else if (holds.of(owner).size() == 1) {
            keys.shred(owner, KeyClass.HELD);
          }
        });
    if (steps.run(() -> copies.delete(hold))) {
      steps.run(() -> holds.recordRelease(hold, clock.instant()));
    }
    if (isErased) {
      steps.run(() -> erasures.resume(owner));
    }
    steps.throwFailure();
  }

  private void release(SubjectId owner, DocumentPath item) {
    subjects.transact(
        owner,
        List.of(ItemStamp.pathOf(owner, item)),
        tx -> {
          tx.alsoRead(0)
              .filter(it -> !tx.erased())
              .ifPresent(it -> tx.update(it, Fields.empty().with("held", false)));
          return true;
        });
  }
}
