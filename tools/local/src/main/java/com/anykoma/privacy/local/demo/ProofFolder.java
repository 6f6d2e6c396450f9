package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.proof.audit.CheckpointedLog;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes a story's proofs to a folder, where third parties can check them: see docs/proofs.md. */
record ProofFolder(Path folder) {
  private static final int PAGE = 100;

  /** Whether the folder is empty or does not exist. */
  boolean isEmpty() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes {@code keys.json}, {@code certificates}, and {@code audit} with its {@code proofs}. */
  void write(DemoCloud cloud) {
    try {
      writeAll(cloud);
    } catch (IOException e) {
      throw new UncheckedIOException("the proofs cannot be written to " + folder, e);
    }
  }

  private void writeAll(DemoCloud cloud) throws IOException {
    ProofDemoCloud proof = cloud.proof();
    put("keys.json", proof.keys().publish());
    copy(cloud.evidence(), "certificates/");
    copy(cloud.evidence(), "audit/");
    CheckpointedLog log = proof.log();
    int checkpoints = log.batches().size();
    put("proofs/consistency-1-" + checkpoints + ".json", log.consistency(1, checkpoints).file());
    for (RemovalOrder each : cloud.fulfilled("erasures")) {
      List<Document> entries = proof.entriesOf(each);
      String last = entries.get(entries.size() - 1).path().id();
      Optional<byte[]> inclusion = log.inclusion(last).map(it -> it.file());
      if (inclusion.isPresent()) {
        put("proofs/inclusion-" + last + ".json", inclusion.get());
      }
    }
  }

  /** Copies evidence objects to files. A certificate's file name contains order and round. */
  private void copy(Blobs blobs, String prefix) throws IOException {
    for (List<Blob> page :
        Pages.<Blob>of(next -> blobs.list(EvidenceStore.BUCKET, prefix, next, PAGE))) {
      for (Blob each : page) {
        try (InputStream in = blobs.read(each, 0)) {
          String name = each.id().name().substring(prefix.length()).replace('/', '-');
          put(prefix + name, in.readAllBytes());
        }
      }
    }
  }

  private void put(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, bytes);
  }
}
