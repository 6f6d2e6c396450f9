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
 * Rewraps every key after a rotation of the key-encryption key, one page per task, so that its old
 * version can be destroyed (P17); or adds a new key for one subject. An operator publishes a task
 * without attributes for the former and one with {@code subject} for the latter. Sealed data do not
 * change. Rewrapping is idempotent and may overlap; a redelivered task for a subject adds one more
 * key.
 *
 * @param documents the database of wrapped keys, which also stores the scan's progress
 */
public record RewrapService(
    KeyService keys, Documents documents, Tasks tasks, InstantSource clock) {
  private static final String KEYS = OwnCollections.KEYS.id();

  private Scans scans() {
    return Scans.ofStore(Topic.REWRAP, KEYS, Duration.ZERO, documents, tasks, clock);
  }

  /**
   * Rewraps one page of keys and publishes a task for the next page, rewraps one key that failed
   * before, or adds a key for a subject. Keys that cannot be unwrapped are logged and unchanged.
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
      throw new PermanentFailure("cannot add a key: the subject has none, or it is destroyed", e);
    }
  }

  private Optional<ScanPosition> page(ScanStep step) {
    Page<Document> page = keys.page(step.position().token());
    step.forEach(page.items(), keys::rewrap, each -> new RewrapKey(each.path().id()));
    return step.position().after(page, List.of(KEYS));
  }
}
