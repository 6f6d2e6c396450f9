package com.anykoma.privacy.local.report;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.proof.audit.AuditProof;
import com.anykoma.privacy.proof.audit.CheckpointedLog;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A folder of proofs, which third parties can check: {@code keys.json}, {@code certificates},
 * {@code audit} and {@code proofs}. See docs/proofs.md.
 */
public record ProofFolder(Path folder) {
  /** The list of all other files with their SHA-256, in the form that {@code sha256sum} checks. */
  static final String MANIFEST = "SHA256SUMS";

  private static final int PAGE = 100;

  /** Whether the folder has no file or does not exist. */
  public boolean isEmpty() {
    return Files.notExists(folder) || files("").isEmpty();
  }

  /** Writes the keys, the chosen certificates, and all checkpoints with a proof of consistency. */
  public void putEvidence(
      KeyRing keys, CheckpointedLog log, Blobs evidence, Predicate<byte[]> certificates) {
    put("keys.json", keys.publish());
    copy(evidence, "certificates/", certificates);
    copy(evidence, "audit/", each -> true);
    int checkpoints = log.batches().size();
    if (checkpoints > 0) {
      put("proofs/consistency-1-" + checkpoints + ".json", log.consistency(1, checkpoints).file());
    }
  }

  /** Writes the proof that the log contains an entry, if it is in a checkpoint. */
  public void putInclusion(CheckpointedLog log, String entry) {
    log.inclusion(entry).ifPresent(it -> put("proofs/inclusion-" + entry + ".json", it.file()));
  }

  /** Copies evidence objects to files. A certificate's file name contains order and round. */
  private void copy(Blobs blobs, String prefix, Predicate<byte[]> chosen) {
    for (List<Blob> page :
        Pages.<Blob>of(next -> blobs.list(EvidenceStore.BUCKET, prefix, next, PAGE))) {
      for (Blob each : page) {
        try (InputStream in = blobs.read(each, 0)) {
          byte[] file = in.readAllBytes();
          if (chosen.test(file)) {
            put(prefix + each.id().name().substring(prefix.length()).replace('/', '-'), file);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Writes a text file. */
  public void put(String name, String text) {
    put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file. */
  public void put(String name, byte[] bytes) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("the proofs cannot be written to " + folder, e);
    }
  }

  /** Writes the manifest of all files so far. */
  void putManifest() {
    put(MANIFEST, String.join("\n", manifest()) + "\n");
  }

  private List<String> manifest() {
    return files("").stream()
        .filter(each -> !each.equals(MANIFEST))
        .map(each -> Sha256.hex(read(each)) + "  " + each)
        .toList();
  }

  /** The names of the files beneath a folder of this one, in order. */
  List<String> files(String beneath) {
    return new SourceTree(folder)
        .files().stream()
            .map(each -> each.toString().replace('\\', '/'))
            .filter(each -> each.startsWith(beneath))
            .toList();
  }

  private byte[] read(String name) {
    return new SourceTree(folder).bytes(Path.of(name));
  }

  /** Checks the manifest and every proof offline; returns a sentence for each fault. */
  public List<String> faults(Instant now) {
    List<String> listed = new String(read(MANIFEST), StandardCharsets.UTF_8).lines().toList();
    List<String> found = manifest();
    List<String> faults = new ArrayList<>();
    listed.stream().filter(it -> !found.contains(it)).forEach(it -> faults.add("changed: " + it));
    found.stream()
        .filter(it -> !listed.contains(it))
        .forEach(it -> faults.add("not listed: " + it));
    List<String> proofs = new ArrayList<>(files("certificates/"));
    proofs.addAll(files("proofs/"));
    for (String each : proofs) {
      check(faults, each, () -> verify(read(each), now));
    }
    List<byte[]> checkpoints = files("audit/").stream().map(this::read).toList();
    if (!checkpoints.isEmpty()) {
      check(faults, "audit", () -> CheckpointedLog.verified(checkpoints, keys(), now));
    }
    return faults;
  }

  private void verify(byte[] proof, Instant now) {
    if (Certificate.mayBeCertificate(proof)) {
      Certificate.verified(proof, keys(), now);
    } else {
      AuditProof.verified(proof, keys(), now);
    }
  }

  private KeyRing keys() {
    return KeyRing.read(read("keys.json"));
  }

  private static void check(List<String> faults, String name, Runnable check) {
    try {
      check.run();
    } catch (PermanentFailure | UncheckedIOException e) {
      faults.add(name + ": refused: " + e.getMessage());
    }
  }
}
