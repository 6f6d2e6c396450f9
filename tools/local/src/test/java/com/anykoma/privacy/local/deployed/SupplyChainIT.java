package com.anykoma.privacy.local.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.yaml.Setting;
import com.google.common.base.Splitter;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Looks whether what is deployed is made of what its bill of materials says, and may be. */
@Keeps("P17")
final class SupplyChainIT {
  private static final List<String> CARRIED =
      List.of("META-INF/LICENSE", "META-INF/LICENSE.txt", "META-INF/NOTICE", "META-INF/NOTICE.txt");

  /** Modules without a bill: {@code tools/local} needs everything that they need. */
  private static final List<Path> UNLISTED =
      List.of(Path.of("..", "..", "functions"), Path.of("..", "emulators"), Path.of("..", "infra"));

  private static final Pattern EXCLUSIONS =
      Pattern.compile("<exclusions>.*?</exclusions>", Pattern.DOTALL);
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>\\s*<groupId>(.*?)</groupId>\\s*<artifactId>(.*?)</artifactId>");

  private final BillOfMaterials deployed = BillOfMaterials.read(DeployedFiles.SBOM);
  private final List<BillOfMaterials> all =
      List.of(
          deployed,
          BillOfMaterials.read(Path.of("..", "..", "shared", "target", "libraries.json")),
          BillOfMaterials.read(Path.of("target", "libraries.json")));
  private final LicencePolicy policy = LicencePolicy.read(Setting.file(LicencePolicy.FILE));

  SupplyChainIT() throws IOException {}

  /** The files of this test's class path that are libraries, by their SHA-256. */
  private static Map<String, Path> filesByHash() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String each :
        Splitter.on(File.pathSeparatorChar).split(System.getProperty("java.class.path"))) {
      if (each.endsWith(".jar")) {
        files.put(sha256(Path.of(each)), Path.of(each));
      }
    }
    return files;
  }

  private static String sha256(Path file) throws IOException {
    return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
  }

  private static Set<String> classesIn(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(it -> it.endsWith(".class") && !it.endsWith("module-info.class"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Optional<String> text(Path jar, String entry) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry found = zip.getEntry(entry);
      return found == null
          ? Optional.empty()
          : Optional.of(
              new String(zip.getInputStream(found).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private List<Library> others(BillOfMaterials bill) {
    return bill.libraries().stream().filter(it -> !it.isOurs()).toList();
  }

  /** The jar of each deployed library: the file that has the hash which the bill tells. */
  private Map<Library, Path> files() throws IOException {
    Map<String, Path> byHash = filesByHash();
    Map<Library, Path> files = new LinkedHashMap<>();
    for (Library each : others(deployed)) {
      Path file = byHash.get(each.sha256().orElseThrow());
      assertThat(file).as("the file of %s with the hash that the bill tells", each).isNotNull();
      files.put(each, Objects.requireNonNull(file));
    }
    return files;
  }

  @Test
  void everyLibraryHasVersionPurlHashAndLicence() {
    assertThat(deployed.libraries())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            it -> {
              assertThat(it.version()).isNotBlank();
              assertThat(it.purl()).startsWith("pkg:maven/" + it.group() + "/" + it.name() + "@");
              assertThat(it.sha256()).isPresent();
              assertThat(it.licences()).isNotEmpty();
            });
  }

  @Test
  void jarAndBillOfMaterialsHaveTheSameLibraries() throws Exception {
    Set<String> unexplained = classesIn(DeployedFiles.JAR);
    unexplained.removeIf(it -> it.startsWith("com/anykoma/privacy/"));
    Set<String> inTheJar = new HashSet<>(unexplained);
    List<String> absent = new ArrayList<>();
    for (Map.Entry<Library, Path> each : files().entrySet()) {
      Set<String> classes = classesIn(each.getValue());
      unexplained.removeAll(classes);
      if (!inTheJar.containsAll(classes)) {
        absent.add(each.getKey().id());
      }
    }

    assertThat(unexplained).as("classes of no library of the bill").isEmpty();
    assertThat(absent).as("libraries of which something is not in the jar").isEmpty();
  }

  @Test
  void billOfMaterialsHasNoTimestamp() throws Exception {
    assertThat(Files.readString(DeployedFiles.SBOM))
        .doesNotContain("serialNumber", "timestamp", System.getProperty("user.dir"));
  }

  @Test
  void everyLibraryOfAModuleWithoutABillIsListed() throws Exception {
    Set<String> listed =
        all.stream()
            .flatMap(bill -> bill.libraries().stream())
            .map(it -> it.group() + ":" + it.name())
            .collect(Collectors.toSet());
    for (Path each : UNLISTED) {
      String pom = Files.readString(each.resolve("pom.xml"));
      List<String> needed =
          DEPENDENCY
              .matcher(EXCLUSIONS.matcher(pom).replaceAll(""))
              .results()
              .map(it -> it.group(1) + ":" + it.group(2))
              .toList();

      assertThat(needed).isNotEmpty();
      assertThat(listed).as("libraries of %s", each).containsAll(needed);
    }
  }

  @Test
  void everyLicenceIsAllowed() {
    Set<String> ids = others(deployed).stream().map(Library::id).collect(Collectors.toSet());
    List<String> complaints =
        all.stream()
            .flatMap(
                bill ->
                    others(bill).stream()
                        .flatMap(
                            it ->
                                policy
                                    .complaint(it, ids.contains(it.id()), bill.wayTo(it))
                                    .stream()))
            .distinct()
            .toList();

    assertThat(complaints).isEmpty();
  }

  @Test
  void policyHasNoUnusedEntries() {
    Set<String> ids =
        all.stream()
            .flatMap(it -> others(it).stream())
            .map(Library::id)
            .collect(Collectors.toSet());
    Set<String> licences =
        all.stream()
            .flatMap(it -> others(it).stream())
            .flatMap(it -> policy.licencesOf(it).stream())
            .collect(Collectors.toSet());

    assertThat(ids)
        .containsAll(policy.settled().keySet())
        .containsAll(policy.copyright().keySet())
        .containsAll(policy.within().keySet());
    assertThat(licences)
        .containsAll(policy.deployed().keySet())
        .containsAll(policy.notDeployed().keySet());
  }

  @Test
  void jarContainsLicencesAndNoticesOfLibraries() throws Exception {
    for (Map.Entry<Library, Path> each : files().entrySet()) {
      Library library = each.getKey();
      boolean carriesOne = false;
      for (String name : CARRIED) {
        Optional<String> carried = text(each.getValue(), name);
        carriesOne |= carried.isPresent() && name.contains("LICENSE");
        if (carried.isPresent()) {
          assertThat(text(DeployedFiles.JAR, name).orElse(""))
              .as("%s of %s", name, library.id())
              .contains(carried.get().strip());
        }
      }
      if (policy.licencesOf(library).stream().anyMatch(ThirdParties::asksForTheCopyrightLine)) {
        assertThat(carriesOne || policy.copyright().containsKey(library.id()))
            .as("%s carries no licence: licences.yaml has to tell its copyright line", library.id())
            .isTrue();
      }
    }
  }

  @Test
  void licenceListingsAreCurrent() throws Exception {
    Set<String> ids = others(deployed).stream().map(Library::id).collect(Collectors.toSet());
    List<Library> rest =
        all.stream()
            .flatMap(it -> others(it).stream())
            .filter(it -> !ids.contains(it.id()))
            .collect(
                Collectors.toMap(Library::purl, it -> it, (one, same) -> one, LinkedHashMap::new))
            .values()
            .stream()
            .toList();
    ThirdParties listing = new ThirdParties(policy, others(deployed), rest);

    assertThat(
            Stream.concat(
                    isDifferent(Path.of("..", "..", "docs", "licences.md"), listing.page()),
                    isDifferent(
                        Path.of("../../functions/src/main/resources/META-INF/THIRD-PARTY.txt"),
                        listing.notices()))
                .toList())
        .isEmpty();
    assertThat(text(DeployedFiles.JAR, "META-INF/THIRD-PARTY.txt")).hasValue(listing.notices());
  }

  /** How to put a listing right that is not: as it should be, it is left in target. */
  private static Stream<String> isDifferent(Path file, String expected) throws IOException {
    Path made = Path.of("target", String.valueOf(file.getFileName()));
    Files.writeString(made, expected);
    return Files.exists(file) && Files.readString(file).equals(expected)
        ? Stream.empty()
        : Stream.of("cp tools/local/%s %s".formatted(made, file.subpath(2, file.getNameCount())));
  }
}
