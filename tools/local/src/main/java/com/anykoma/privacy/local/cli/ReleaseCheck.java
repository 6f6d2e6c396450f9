package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.improvement.release.Recall;
import com.anykoma.privacy.improvement.release.ReleaseLayout;
import com.anykoma.privacy.improvement.release.ReleaseManifest;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks a copy of the bucket of releases, offline: signatures, each file's hash, that recalled
 * copies are absent, and that there are no other files.
 */
final class ReleaseCheck {
  private final Path folder;
  private final KeyRing keys;
  private final Instant now;
  private final List<String> faults = new ArrayList<>();
  private final List<Checked> releases = new ArrayList<>();

  /** Checks the copy in a folder; {@code now} is the time of the check. */
  ReleaseCheck(Path folder, KeyRing keys, Instant now) {
    this.folder = folder;
    this.keys = keys;
    this.now = now;
    check();
  }

  /**
   * A release with a genuine manifest.
   *
   * @param items the number of items in the manifest
   * @param recalled the number of those that were recalled
   */
  record Checked(
      long release,
      String createdAt,
      List<String> purposes,
      String policyVersion,
      String detector,
      String root,
      int items,
      long recalled) {}

  List<Checked> releases() {
    return List.copyOf(releases);
  }

  /** The faults, each with the file and the remedy; none if the copy is genuine and complete. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  private void check() {
    List<String> manifests = files(ReleaseLayout.MANIFESTS);
    if (manifests.isEmpty()) {
      throw new ProofFiles.Unreadable(
          "the folder has no " + ReleaseLayout.MANIFESTS + "*.json; give a copy of the bucket");
    }
    Set<String> recalled = recalled();
    Set<String> extra = new TreeSet<>(files(ReleaseLayout.ITEMS));
    for (String each : manifests) {
      ifGenuine(each, () -> check(each, recalled, extra));
    }
    extra.forEach(each -> fault(each, "is in no genuine manifest; delete it"));
  }

  private Set<String> recalled() {
    Set<String> recalled = new TreeSet<>();
    for (String each : files(ReleaseLayout.RECALLS)) {
      ifGenuine(
          each,
          () -> {
            String copy = Recall.verified(read(each), keys, now).copy();
            requireName(each, ReleaseLayout.recall(copy));
            recalled.add(copy);
          });
    }
    return recalled;
  }

  private void check(String name, Set<String> recalled, Set<String> extra) {
    ReleaseManifest manifest = ReleaseManifest.verified(read(name), keys, now);
    requireName(name, ReleaseLayout.manifest(manifest.release()));
    long withdrawn = 0;
    for (ReleaseManifest.Item each : manifest.items()) {
      String copy = ReleaseLayout.copy(manifest.release(), each.id());
      boolean isRecalled = recalled.contains(copy);
      withdrawn += isRecalled ? 1 : 0;
      check(ReleaseLayout.text(copy), Optional.of(each.text()), isRecalled, extra);
      check(ReleaseLayout.image(copy), each.image(), isRecalled, extra);
    }
    releases.add(
        new Checked(
            manifest.release(),
            manifest.createdAt().toString(),
            manifest.purposes(),
            manifest.policyVersion(),
            manifest.detector(),
            manifest.root(),
            manifest.items().size(),
            withdrawn));
  }

  /** Checks one file of an item; without a hash the item has no such file. */
  private void check(String file, Optional<String> hash, boolean isRecalled, Set<String> extra) {
    boolean exists = hash.isPresent() && extra.remove(file);
    if (isRecalled && exists) {
      fault(file, "was recalled; delete it, and all that was made from it");
    } else if (!isRecalled && hash.isPresent() && !exists) {
      fault(file, "is missing and was not recalled; copy the bucket again");
    } else if (exists && !Sha256.hex(read(file)).equals(hash.get())) {
      fault(file, "was altered; copy the bucket again");
    }
  }

  private static void requireName(String name, String expected) {
    if (!name.equals(expected)) {
      throw new InvalidProof("it is the file " + expected + " under another name");
    }
  }

  private void ifGenuine(String file, Runnable check) {
    try {
      check.run();
    } catch (PermanentFailure e) {
      fault(file, "is not genuine: " + e.getMessage() + "; copy the bucket again");
    }
  }

  private void fault(String file, String what) {
    faults.add(file + " " + what);
  }

  private byte[] read(String name) {
    return ProofFiles.read(folder.resolve(name));
  }

  /** The paths of all files beneath a folder, relative to the copy. */
  private List<String> files(String beneath) {
    Path start = folder.resolve(beneath);
    if (Files.notExists(start)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(start)) {
      return found
          .filter(Files::isRegularFile)
          .map(each -> folder.relativize(each))
          .map(
              each ->
                  Stream.iterate(0, i -> i < each.getNameCount(), i -> i + 1)
                      .map(i -> each.getName(i).toString())
                      .collect(Collectors.joining("/")))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new ProofFiles.Unreadable("the folder cannot be read");
    }
  }
}
