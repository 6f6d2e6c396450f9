package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.AlarmFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FieldsWriter;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.FieldService;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.retention.removal.Removal;
import com.anykoma.privacy.retention.removal.Target;
import com.anykoma.privacy.retention.removal.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The copies made by legal holds, {@code holds/{uid}/{id}/...} in the bucket of content: an item's
 * document and objects as they were when the hold was placed. They are sealed under a key of their
 * own. Neither the owner nor a removal order for the item can reach them (E21).
 */
public record HeldCopies(
    Documents documents,
    Removal removal,
    Targets targets,
    DataMap dataMap,
    FieldService fields,
    BlobService blobs,
    UploadService uploads) {
  /** Copies the held item's document and its objects; fails if there were none. Idempotent. */
  void copyItem(Document hold) {
    SubjectId owner = Holds.owner(hold);
    DocumentPath item = Holds.item(hold);
    try {
      Optional<Document> present = documents.get(item);
      if (present.isPresent()) {
        blobs.put(
            owner,
            part(hold, "document"),
            KeyClass.HELD,
            "application/json",
            json(owner, present.get()));
      }
      List<Blob> objects = objectsOf(item, owner);
      for (int i = 0; i < objects.size(); i++) {
        copy(owner, objects.get(i), part(hold, "object-" + i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a held item could not be copied", e);
    }
    if (!removal.hasRemaining(copies(hold))) {
      throw new IllegalStateException("a legal hold found nothing to copy");
    }
  }

  private void copy(SubjectId owner, Blob object, BlobId to) throws IOException {
    if (object.id().bucket().equals(UploadService.UPLOADS)) {
      uploads.copyForLegalHold(owner, object, to);
    } else if (!blobs.copy(owner, object.id(), to, KeyClass.HELD)) {
      throw new IllegalStateException("an object of a held item was deleted while it was copied");
    }
  }

  private byte[] json(SubjectId owner, Document item) {
    Fields opened =
        fields.open(
            owner,
            dataMap
                .locationOf(item.path())
                .orElseThrow(
                    () -> new AlarmFailure("alarm: datamap.yaml names no location of a held item")),
            item);
    return FieldsWriter.write(opened).getBytes(StandardCharsets.UTF_8);
  }

  private List<Blob> objectsOf(DocumentPath item, SubjectId owner) {
    List<Blob> objects = new ArrayList<>();
    for (Target each : targets.ofItem(item, owner)) {
      if (each instanceof Target.Folder folder) {
        removal.forEachLive(folder, objects::add);
      }
    }
    return objects;
  }

  private static BlobId part(Document hold, String name) {
    return new BlobId(UploadService.CONTENT, folder(hold) + "/" + name);
  }

  private static String folder(Document hold) {
    return "holds/" + Holds.owner(hold).documentId() + "/" + hold.path().id();
  }

  void delete(Document hold) {
    Target.Folder copies = copies(hold);
    removal.remove(copies);
    if (removal.hasRemaining(copies)) {
      throw new IllegalStateException("a held copy exists again after its deletion");
    }
  }

  private static Target.Folder copies(Document hold) {
    return new Target.Folder("heldCopies", UploadService.CONTENT, folder(hold));
  }
}
