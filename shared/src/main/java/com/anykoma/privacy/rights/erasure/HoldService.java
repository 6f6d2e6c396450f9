package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
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
import java.util.logging.Logger;

/**
 * Legal holds, each on one item, with a ground and an end (E21): a hold keeps a copy of the item as
 * it is now, and keeps nothing else of its owner. When it ends, or is released, the copy goes, and
 * an erasure that waited for it goes on. Safe to repeat.
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
  private static final Logger LOG = Logger.getLogger(HoldService.class.getName());

  /**
   * Holds an item. When it returns, its copy is kept.
   *
   * @param ground the case or order that demands it; names nobody
   * @param until when the hold ends by itself
   * @return the hold's id
   * @throws PermanentFailure when there is no such item, or its owner is erased
   */
  public String place(DocumentPath item, String ground, Instant until) {
    String id = record(item, ground, until);
    carryOn(id);
    return id;
  }

  private String record(DocumentPath item, String ground, Instant until) {
    if (dataMap.locationOf(item).filter(Location::stamped).isEmpty()) {
      throw new PermanentFailure("a hold is on one item of content, and this is none");
    }
    if (ground.isBlank() || !until.isAfter(clock.instant())) {
      throw new PermanentFailure("a hold has a ground, and an end that is yet to come");
    }
    SubjectId owner =
        dataMap
            .subjectOf(item)
            .orElseThrow(() -> new PermanentFailure("content is under an id of no account"));
    DocumentPath path = ItemHolds.pathOf(hash, item);
    subjects.transact(
        owner,
        List.of(item, ItemStamp.pathOf(owner, item)),
        tx -> {
          if (tx.alsoRead(0).isEmpty()) {
            throw new PermanentFailure("there is nothing to hold at this path");
          }
          tx.alsoRead(1).ifPresent(it -> tx.update(it, Fields.empty().with("held", true)));
          AuditLog.Noting noting = tx.noting();
          noting.set(path, Holds.placed(path.id(), owner, item, ground, clock.instant(), until));
          noting.note(Holds.entry(path.id(), Action.PLACED, clock.instant()));
          return true;
        });
    return path.id();
  }

  /**
   * Carries on with a hold, or does what a person commands.
   *
   * @throws PermanentFailure when the command cannot be done
   */
  public void handle(HoldTask task) {
    if (task instanceof Due due) {
      carryOn(due.order());
    } else {
      commanded(task).ifPresent(this::carryOn);
    }
  }

  /**
   * What a person tells has no lease yet, and is not redelivered: a failure is told to people, who
   * publish it again.
   *
   * @return the hold that was placed, if that was the command
   */
  private Optional<String> commanded(HoldTask task) {
    try {
      if (task instanceof PlaceHold place) {
        return Optional.of(record(place.item(), place.ground(), place.until()));
      }
      if (task instanceof ReleaseHold it && !release(it.hold())) {
        throw new PermanentFailure("there is no hold of this id");
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("a hold names an item's path, a ground and an end");
    } catch (PermanentFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new PermanentFailure(
          "a legal hold is not placed or released: publish the task again", e);
    }
  }

  /** Does what the hold needs by now: keeps its copy, or ends it. */
  public void carryOn(String id) {
    Optional<Document> hold = holds.get(id);
    if (hold.isPresent()) {
      if (!clock.instant().isBefore(Holds.until(hold.get()))) {
        end(hold.get());
      } else if (ItemHolds.isPlaced(hold.get())) {
        keep(hold.get());
      }
    }
  }

  /** A hold whose copy failed stays placed, so that its item is neither purged nor erased. */
  private void keep(Document hold) {
    try {
      copies.keep(hold);
    } catch (RuntimeException e) {
      LOG.severe(
          "alarm: a legal hold has no copy of its item yet hold="
              + hold.path().id()
              + " reason="
              + e.getClass().getSimpleName());
      throw e;
    }
    holds.kept(hold, clock.instant());
  }

  /**
   * Releases a hold before its end.
   *
   * @return false when there is none of this id
   */
  public boolean release(String id) {
    Optional<Document> hold = holds.get(id);
    hold.ifPresent(this::end);
    return hold.isPresent();
  }

  /**
   * The key first where no other hold needs it; the hold names its copy until the copy is gone. No
   * refused step stops those that do not depend on it.
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
    if (steps.run(() -> copies.drop(hold))) {
      steps.run(() -> holds.released(hold, clock.instant()));
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
