package com.anykoma.privacy.proof.verification;

import static com.anykoma.privacy.proof.verification.Person.U1;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.TaskPayload.RotateSigningKey;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the verifier writes only evidence and tasks. */
@Keeps({"P20", "P19"})
final class OnlyReadsTest {
  private static final Set<String> READS =
      Set.of(
          "documents.get",
          "documents.getAll",
          "documents.find",
          "documents.count",
          "documents.collections",
          "documents.descendants",
          "documents.ids",
          "keys.get",
          "keys.getAll",
          "keys.find",
          "keys.count",
          "keys.collections",
          "keys.descendants",
          "keys.ids",
          "blobs.stat",
          "blobs.read",
          "blobs.list",
          "blobs.listGenerations",
          "accounts.get",
          "accounts.getAll",
          "billing.customer",
          "billing.subscriptions",
          "billing.redaction",
          "signingKek.encrypt",
          "signingKek.decrypt");

  @TempDir private Path directory;
  private World world;
  private CertifyService verifier;
  private final Set<String> changing = new TreeSet<>();

  @BeforeEach
  void watch() {
    world = Person.populated(directory);
    verifier =
        world
            .on(
                Ports.watched(
                    world.cloud,
                    port ->
                        new InterceptedPorts.Interceptor() {
                          @Override
                          public void before(String operation) {
                            String call = port + "." + operation;
                            if (!READS.contains(call)) {
                              changing.add(call);
                            }
                          }
                        }))
            .certifying();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** All stored data except evidence and tasks. */
  private record State(
      Map<DocumentPath, Fields> documents,
      List<Document> keys,
      List<Blob> blobs,
      boolean account,
      List<String> redactions) {}

  private State state() {
    return new State(
        world.allDocuments(),
        world.cloud.keys().find(Query.in(new CollectionPath("keys"))),
        List.of("uploads", "content").stream()
            .flatMap(
                it ->
                    world
                        .cloud
                        .blobs()
                        .listGenerations(it, "", Optional.empty(), 1_000)
                        .items()
                        .stream())
            .toList(),
        world.cloud.accounts().get(U1.subject()).isPresent(),
        world.cloud.billing().redactionIds());
  }

  @Test
  void verificationWithoutFindingsWritesEvidenceAndATask() {
    RemovalOrder order = world.removeData(U1.subject());
    State before = state();

    verifier.handle(World.verification(order));

    assertThat(world.certificateOf(order)).isPresent();
    assertThat(changing).containsExactlyInAnyOrder("blobs.write", "tasks.publish");
    assertThat(state()).isEqualTo(before);
    assertThat(world.cloud.blobs().stat(certificate(order))).isPresent();
  }

  private static BlobId certificate(RemovalOrder order) {
    return new BlobId(
        "evidence",
        "certificates/" + order.id() + "/" + order.requestedAt().toEpochMilli() + "-0000.json");
  }

  @Test
  void verificationWithDiscrepanciesOnlyPublishesATask() {
    RemovalOrder order = world.removeData(U1.subject());
    PlantedResidue.all()
        .filter(it -> !it.place().equals("keys"))
        .forEach(it -> it.plant().accept(world, U1));
    State before = state();

    verifier.handle(World.verification(order));

    assertThat(world.reportedDiscrepancies(Topic.ERASE)).isPresent();
    assertThat(changing).containsExactly("tasks.publish");
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void existingCertificateIsOnlyReportedAgain() {
    RemovalOrder order = world.removeData(U1.subject());
    world.certify(order);

    verifier.handle(World.verification(order));

    assertThat(changing).containsExactly("tasks.publish");
  }

  @Test
  void completedOrderChangesNothing() {
    RemovalOrder order = world.removeData(U1.subject());
    world.certify(order);
    world.runAgain(order);

    verifier.handle(World.verification(order));

    assertThat(changing).isEmpty();
  }

  @Test
  void newSigningKeyIsWrittenToEvidenceOnly() {
    State before = state();

    verifier.handle(new RotateSigningKey());

    assertThat(changing).containsExactly("blobs.write");
    assertThat(state()).isEqualTo(before);
  }
}
