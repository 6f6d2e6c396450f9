package com.anykoma.privacy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import com.anykoma.privacy.improvement.review.ImprovementDecision;
import com.anykoma.privacy.improvement.review.ImprovementRules;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.protection.vault.ShreddingService;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.erasure.ErasureService;
import com.google.crypto.tink.Aead;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Tests the compiled classes against the dependency rules and house rules of the design. */
class ArchitectureTest {
  private static final String ROOT = "com.anykoma.privacy";
  private static final String PORTS = ROOT + ".platform";
  private static final String[] ADAPTERS = {PORTS + ".google..", PORTS + ".embedded.."};
  private static final String[] SDKS = {
    "com.google.cloud..", "com.google.firebase..", "com.stripe..", "org.sqlite..", "java.sql.."
  };

  /** The packages of the privacy page's headings in order, and {@code proof}. */
  static final List<String> HEADINGS =
      List.of(
          "usage",
          "collection",
          "protection",
          "retention",
          "rights",
          "processors",
          "improvement",
          "changes",
          "proof");

  private static final String VERIFICATION = ROOT + ".proof.verification";

  /** Reads the results of the checks of all headings. */
  private static final String STATUS = ROOT + ".proof.promises";

  private static final String SAFETY = ROOT + ".improvement.safety";
  private static final String SERVICES = ROOT + ".services"; // wires all services
  private static final String WRAPPED_KEYS = ROOT + ".protection.vault.WrappedKeys"; // not public

  /** The packages that remove data; the independent verifier must not depend on them. */
  private static final List<String> REMOVERS =
      List.of(ROOT + ".rights.erasure", ROOT + ".retention.removal", ROOT + ".retention.expiry");

  /** Classes of these packages that only describe an order. */
  private static final Set<Class<?>> ORDER_CLASSES = Set.of(RemovalOrder.class, OrderState.class);

  /** Matches a type's full name, also in imports and before a member's name. */
  private static final Pattern QUALIFIED =
      Pattern.compile(Pattern.quote(ROOT) + "(?:\\.[a-z_]\\w*)+\\.(?:[A-Z*]\\w*)");

  private static final Set<String> PORT_TYPES =
      Stream.of(
              Documents.class,
              Blobs.class,
              Accounts.class,
              Billing.class,
              Tasks.class,
              Aead.class,
              InstantSource.class)
          .map(Class::getName)
          .collect(Collectors.toSet());

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages(ROOT);

  @Test
  void rulesAreAppliedToProductionClasses() {
    assertThat(CLASSES.contain(DocumentPath.class)).isTrue();
    assertThat(CLASSES.contain(ArchitectureTest.class)).isFalse();
    assertThat(CLASSES.contain(WRAPPED_KEYS)).isTrue();
  }

  @Test
  void onlyAdaptersDependOnAdaptersAndSdks() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ADAPTERS)
        .should()
        .dependOnClassesThat(resideInAnyPackage(ADAPTERS).or(resideInAnyPackage(SDKS)))
        .check(CLASSES);
  }

  @Test
  void onlyThePackageLogWritesLogs() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".log")
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.util.logging..", "org.slf4j.."))
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  @Test
  void platformsDoNotDependOnEachOther() {
    slices().matching(PORTS + ".(*)..").should().notDependOnEachOther().check(CLASSES);
  }

  @Test
  void portsDependOnlyOnTheRootPackage() {
    classes()
        .that()
        .resideInAPackage(PORTS)
        .should()
        .onlyDependOnClassesThat(
            // Tink's Aead is the sixth port
            resideInAnyPackage(
                ROOT,
                PORTS,
                "com.google.common..",
                "com.google.crypto.tink",
                "com.google.gson..",
                "java..",
                "org.jspecify.annotations",
                "com.google.errorprone.annotations"))
        .check(CLASSES);
  }

  @Test
  void rootPackageDependsOnNoOtherPackageButLog() {
    classes()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    ROOT,
                    ROOT + ".log",
                    "java..",
                    "org.jspecify.annotations",
                    "com.google.errorprone.annotations")
                .or(type(DocumentPath.class)))
        .check(CLASSES);
  }

  @Test
  void everyFeatureIsInThePackageOfAHeading() {
    Set<String> packages =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(each -> each.length() > ROOT.length())
            .map(each -> each.substring(ROOT.length() + 1).split("\\.", -1)[0])
            .collect(Collectors.toSet());

    assertThat(packages)
        .containsAll(HEADINGS)
        .isSubsetOf(
            Stream.concat(
                    HEADINGS.stream(),
                    Stream.of(
                        "subject",
                        "work",
                        "repair",
                        "services",
                        "stripe",
                        "mail",
                        "platform",
                        "json",
                        "log",
                        "yaml"))
                .toList());
    classes()
        .that(resideInAnyPackage(headings()).and(not(simpleName("package-info"))))
        .should()
        .resideInAnyPackage(
            HEADINGS.stream().map(each -> ROOT + "." + each + ".*").toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void featuresAreFreeOfCycles() {
    slices()
        .matching(ROOT + ".(**)")
        .namingSlices("feature $1")
        .should()
        .beFreeOfCycles()
        .check(CLASSES.that(not(resideInAnyPackage(ADAPTERS))));
  }

  @Test
  void headingsAreFreeOfCycles() {
    // excludes the verifier and the status of promises, which read the data of all headings
    slices()
        .matching(ROOT + ".(*)..")
        .namingSlices("heading $1")
        .should()
        .beFreeOfCycles()
        .check(
            CLASSES.that(
                not(resideInAnyPackage(ADAPTERS))
                    .and(not(resideInAnyPackage(VERIFICATION, STATUS)))));
  }

  @Test
  void lowerPackagesDoNotDependOnHeadings() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT, PORTS, ROOT + ".platform.embedded", ROOT + ".json", ROOT + ".yaml")
        .should()
        .dependOnClassesThat(resideInAnyPackage(headings()))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".subject", ROOT + ".work")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(headings()).and(not(resideInAnyPackage(ROOT + ".proof.audit"))))
        .check(CLASSES);
  }

  @Test
  void onlyServicesDependOnRepair() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".repair", SERVICES)
        .should()
        .dependOnClassesThat(resideInAnyPackage(ROOT + ".repair"))
        .check(CLASSES);
  }

  @Test
  void yamlDataMapAndMetadataDependOnNoOtherFeature() {
    dependsOnlyOn(ROOT + ".yaml", "org.snakeyaml..");
    dependsOnlyOn(ROOT + ".collection.datamap", PORTS, ROOT + ".yaml");
    dependsOnlyOn(ROOT + ".protection.metadata", ROOT + ".collection.datamap");
  }

  @Test
  void proofVerificationDependsOnNoFeature() {
    dependsOnlyOn(ROOT + ".proof.signature", ROOT + ".json", PORTS);
    dependsOnlyOn(ROOT + ".proof.certificate", ROOT + ".json", PORTS, ROOT + ".proof.signature");
    dependsOnlyOn(
        ROOT + ".proof.audit",
        ROOT + ".json",
        PORTS,
        ROOT + ".proof.signature",
        ROOT + ".proof.certificate",
        "javax.crypto..");
  }

  private static void dependsOnlyOn(String feature, String... others) {
    classes()
        .that()
        .resideInAPackage(feature)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(ROOT, ROOT + ".log", feature, "java..", "org.jspecify.annotations")
                .or(resideInAnyPackage(others)))
        .check(CLASSES);
  }

  private static String[] headings() {
    return HEADINGS.stream().map(each -> ROOT + "." + each + "..").toArray(String[]::new);
  }

  @Test
  @Keeps({"P20", "P23"})
  void verifierDoesNotDependOnRemovingCode() {
    noClasses()
        .that()
        .resideInAPackage(VERIFICATION)
        .should()
        .dependOnClassesThat(DescribedPredicate.describe("remove", type -> removes(type.getName())))
        .check(CLASSES);
  }

  private static boolean removes(String type) {
    return type.equals(ShreddingService.class.getName())
        || type.equals(WRAPPED_KEYS)
        || (REMOVERS.stream().anyMatch(each -> type.startsWith(each + "."))
            && ORDER_CLASSES.stream()
                .noneMatch(each -> (type + ".").startsWith(each.getName() + ".")));
  }

  /** Checks the sources too, because the compiler inlines constants without a dependency. */
  @Test
  @Keeps({"P20", "P23"})
  void verifierSourcesDoNotNameRemovingClasses() throws IOException {
    Path sources = Path.of("src/main/java", VERIFICATION.replace('.', '/'));
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path each : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        Matcher name = QUALIFIED.matcher(Files.readString(each));
        name.results().map(MatchResult::group).forEach(named::add);
      }
    }

    assertThat(named).anyMatch(each -> each.equals(RemovalOrder.class.getName()));
    assertThat(named).noneMatch(ArchitectureTest::removes);
    assertThat(removes(REMOVERS.get(0) + ".*")).isTrue();
  }

  @Test
  @Keeps({"P20", "P23"})
  void noHeadingDependsOnTheVerifier() {
    noClasses()
        .that()
        .resideOutsideOfPackages(VERIFICATION, SERVICES)
        .should()
        .dependOnClassesThat(resideInAnyPackage(VERIFICATION))
        .check(CLASSES);
  }

  @Test
  void noHeadingDependsOnTheStatusOfPromises() {
    noClasses()
        .that()
        .resideOutsideOfPackages(STATUS, SERVICES)
        .should()
        .dependOnClassesThat(resideInAnyPackage(STATUS))
        .check(CLASSES);
  }

  @Test
  @Keeps("P33")
  void onlyServicesDependOnSafetyReviews() {
    noClasses()
        .that()
        .resideOutsideOfPackages(SAFETY, SERVICES)
        .should()
        .dependOnClassesThat(resideInAnyPackage(SAFETY))
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(SAFETY, PORTS)
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "the collection of safety reviews",
                access -> access.getTarget().getName().equals("SAFETY_REVIEWS")))
        .check(CLASSES);
  }

  /** The queue for safety knows neither the corpus nor the training gate's decisions. */
  @Test
  @Keeps("P33")
  void safetyReviewsDependOnNoCodeForImprovementUse() {
    noClasses()
        .that()
        .resideInAPackage(SAFETY)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(ROOT + ".usage.training", ROOT + ".improvement.corpus")
                .or(type(ImprovementRules.class))
                .or(type(ImprovementDecision.class)))
        .check(CLASSES);
  }

  @Test
  void planRulesDoNotDependOnJson() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".usage.plan..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(ROOT + ".json..", ROOT + ".stripe..", "com.google.gson.."))
        .check(CLASSES);
  }

  @Test
  void onlyTheVaultUsesEncryption() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".protection.vault",
            SERVICES, // passes the key-encryption key to the vault
            PORTS,
            PORTS + ".embedded",
            PORTS + ".google")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("com.google.crypto.tink..", "org.conscrypt..", "javax.crypto..")
                .and(not(type(SecretKeySpec.class)))
                .and(not(type(Mac.class))))
        .check(CLASSES);
  }

  @Test
  void timeRandomnessAndEnvironmentAreInjected() {
    noClasses()
        .should()
        .accessTargetWhere(
            forbidden(Instant.class, "now")
                .or(forbidden(LocalDate.class, "now"))
                .or(forbidden(ZonedDateTime.class, "now"))
                .or(forbidden(InstantSource.class, "system"))
                .or(forbidden(Clock.class, "system", "systemUTC", "systemDefaultZone"))
                .or(forbidden(System.class, "currentTimeMillis", "getenv"))
                .or(forbidden(UUID.class, "randomUUID"))
                .or(forbidden(Math.class, "random")))
        .check(CLASSES);
  }

  @Test
  void onlyOneClassComputesSha256() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      assertThat(sources)
          .filteredOn(each -> each.toString().endsWith(".java"))
          .filteredOn(each -> contentOf(each.toFile()).contains("getInstance(\"SHA-256\")"))
          .extracting(each -> each.getFileName().toString())
          .containsExactly("Sha256.java");
    }
  }

  private static DescribedPredicate<JavaAccess<?>> forbidden(Class<?> owner, String... names) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + String.join("/", names),
        access ->
            access.getTargetOwner().isEquivalentTo(owner)
                && List.of(names).contains(access.getTarget().getName()));
  }

  @Test
  void noServiceSignatureHasJsonTypes() {

    methods()
        .that()
        .areDeclaredInClassesThat()
        .haveSimpleNameEndingWith("Service")
        .and()
        .areNotPrivate()
        .should(mentionNoGson())
        .check(CLASSES);
  }

  private static ArchCondition<JavaMethod> mentionNoGson() {
    return new ArchCondition<>("mention no type of Gson in the signature") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        Stream.concat(
                method.getReturnType().getAllInvolvedRawTypes().stream(),
                method.getParameterTypes().stream()
                    .flatMap(each -> each.getAllInvolvedRawTypes().stream()))
            .filter(each -> each.getPackageName().startsWith("com.google.gson"))
            .forEach(
                each ->
                    events.add(
                        SimpleConditionEvent.violated(
                            method, method.getFullName() + " mentions " + each.getName())));
      }
    };
  }

  @Test
  void concreteClassesAreFinal() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .and()
        .areNotAssignableTo(Throwable.class)
        .should()
        .haveModifier(FINAL)
        .orShould()
        .haveModifier(ABSTRACT)
        .check(CLASSES);
  }

  @Test
  void onlyTheServicesPackageConstructsServices() {
    noClasses()
        .that()
        .resideOutsideOfPackage(SERVICES)
        .should()
        .callConstructorWhere(
            DescribedPredicate.describe(
                "the class is a service, except calls among its own constructors",
                call ->
                    call.getTargetOwner().getSimpleName().matches("\\w+Service")
                        && !call.getOriginOwner().equals(call.getTargetOwner())))
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(SERVICES, PORTS + "..")
        .should()
        .dependOnClassesThat(type(Cloud.class).or(resideInAnyPackage(SERVICES)))
        .check(CLASSES);
  }

  @Test
  void noPackageReadsThePortsOfAnotherPackagesRecord() {
    // a record that holds ports has an accessor for each; only its own package may call it
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "a record of another package exposes its port",
                call ->
                    holdsPorts(call.getTargetOwner())
                        && call.getTarget().getRawParameterTypes().isEmpty()
                        && call.getTargetOwner().tryGetField(call.getName()).isPresent()
                        && !call.getOriginOwner()
                            .getPackage()
                            .equals(call.getTargetOwner().getPackage())))
        .check(CLASSES);
    assertThat(CLASSES.get(ErasureService.class)).matches(ArchitectureTest::holdsPorts);
  }

  private static boolean holdsPorts(JavaClass type) {
    return type.isRecord()
        && type.getFields().stream()
            .map(each -> each.getRawType().getName())
            .anyMatch(PORT_TYPES::contains);
  }

  @Test
  void noClassHasAGenericSuffix() {
    classes().should().haveNameNotMatching(".*(Util|Utils|Manager|Helper|Impl)").check(CLASSES);
  }

  @Test
  void noInstanceFieldIsPublic() {
    fields().that().areNotStatic().should().notBePublic().check(CLASSES);
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> marked =
        CLASSES.stream()
            .filter(each -> each.getSimpleName().equals("package-info"))
            .filter(each -> each.isAnnotatedWith(NullMarked.class))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());

    assertThat(CLASSES).extracting(JavaClass::getPackageName).isSubsetOf(marked).isNotEmpty();
  }
}
