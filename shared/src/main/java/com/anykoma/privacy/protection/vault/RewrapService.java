package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.TaskPayload.ReplaceKey;
import com.anykoma.privacy.platform.TaskPayload.RewrapKey;
import com.anykoma.privacy.platform.TaskPayload.RewrapTask;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.work.ScanPosition;
import com.anykoma.privacy.work.ScanStep;
import com.anykoma.privacy.work.Scans;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Wraps every key again after the key-encryption key was rotated, a page a task, so that the old
 * version of it can be destroyed (P17); or gives one subject a new key. An operator begins the
 * first by publishing a task without attributes, the second by naming the {@code subject}. Touches
 * no data. Safe to repeat and to overlap: a subject's task that comes twice makes two keys.
 *
 * @param documents the database of wrapped keys, which keeps the record of the scan too
 */
public record RewrapService(
    KeyService keys, Documents documents, Tasks tasks, InstantSource clock) {
  private static final String KEYS = OwnCollections.KEYS.id();

  private Scans scans() {
    return Scans.ofStore(Topic.REWRAP, KEYS, Duration.ZERO, documents, tasks, clock);
  }

  /**
   * Wraps a page of keys and leaves the rest to a further task; or one key that failed before; or
   * makes a subject a new key. Keys that do not unwrap are logged, and left as they are.
   *
   * @throws PermanentFailure when the subject has no key
   */
  public void handle(RewrapTask task) {
    if (task instanceof RewrapKey one) {
      keys.rewrap(one.key());
    } else if (task instanceof ReplaceKey replace) {
      rotate(replace.subject());
    } else if (task instanceof ScanTask scan) {
      scans().handle(scan, this::page);
    }
  }

  private void rotate(SubjectId subject) {
    try {
      keys.rotate(subject, KeyClass.CONTENT);
    } catch (KeyDestroyed e) {
      throw new PermanentFailure("this subject has no key, so that none is replaced", e);
    }
  }

  private Optional<ScanPosition> page(ScanStep step) {
    Page<Document> page = keys.page(step.position().token());
    step.forEach(page.items(), keys::rewrap, each -> new RewrapKey(each.path().id()));
    return step.position().after(page, List.of(KEYS));
  }
}
