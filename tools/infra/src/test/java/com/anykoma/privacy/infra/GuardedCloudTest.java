package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.GuardedCloud;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the local cloud refuses every operation that iam.yaml does not grant. */
@Keeps({"P17", "P18"})
final class GuardedCloudTest {
  private static final DocumentPath DOCUMENT = DocumentPath.of("users", "u1");
  private static final BlobId CONTENT = new BlobId("content", "users/u1/images/i1");

  private final EmbeddedCloud real;

  GuardedCloudTest(@TempDir Path directory) {
    this.real = EmbeddedCloud.open(directory, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    real.close();
  }

  private Cloud as(String function) {
    return new GuardedCloud(
        real,
        InfraFiles.deployedRights().guard(function),
        InfraFiles.indexes(FixtureProduct.FILES));
  }

  private static void refused(String what, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(CloudFailure.class)
        .hasMessage("IAM did not let " + what + ": PERMISSION_DENIED");
  }

  private static Blob write(Cloud cloud, BlobId id, OptionalLong ifGeneration) throws Exception {
    return cloud.blobs().write(id, "image/png", Map.of(), ifGeneration, out -> out.write(1));
  }

  @Test
  void allowsGrantedOperations() {
    Cloud erase = as("Erase");

    assertThat(erase.documents().create(DOCUMENT, Fields.empty().with("a", 1))).isTrue();
    assertThat(erase.documents().get(DOCUMENT)).isPresent();
    assertThat(real.documents().get(DOCUMENT)).isPresent();
    assertThatCode(() -> erase.keys().delete(List.of(DOCUMENT))).doesNotThrowAnyException();
  }

  @Test
  void verifierIsReadOnly() throws Exception {
    Cloud certify = as("Certify");
    real.documents().create(DOCUMENT, Fields.empty().with("a", 1));
    Blob stored = write(real, CONTENT, OptionalLong.of(0));

    assertThat(certify.documents().get(DOCUMENT)).isPresent();
    assertThat(certify.blobs().stat(CONTENT)).isPresent();
    refused("Certify write database/main", () -> certify.documents().delete(List.of(DOCUMENT)));
    refused(
        "Certify write database/main", () -> certify.documents().create(DOCUMENT, Fields.empty()));
    refused(
        "Certify write database/main",
        () ->
            certify
                .documents()
                .transact(
                    tx -> {
                      tx.delete(DOCUMENT);
                      return true;
                    }));
    refused("Certify delete bucket/content", () -> certify.blobs().delete(stored));
    refused("Certify encrypt key/kek", () -> certify.kek().encrypt(new byte[1], new byte[1]));
    refused("Certify write stripe", () -> certify.billing().deleteCustomer("cus_1"));
    refused("Certify delete accounts", () -> certify.accounts().delete(new SubjectId("u1")));
    refused(
        "Certify publish topic/withdraw",
        () -> certify.tasks().publish(List.of(new Task("withdraw", "1", Map.of()))));
    assertThat(real.documents().get(DOCUMENT)).isPresent();
    assertThat(real.blobs().stat(CONTENT)).isPresent();
  }

  @Test
  void signerCannotReplaceSignedFiles() throws Exception {
    Cloud certify = as("Certify");
    BlobId certificate = new BlobId("evidence", "certificates/o/1.json");

    Blob written = write(certify, certificate, OptionalLong.of(0));

    refused(
        "Certify delete bucket/evidence",
        () -> write(certify, certificate, OptionalLong.of(written.generation())));
    refused(
        "Certify delete bucket/evidence", () -> write(certify, certificate, OptionalLong.empty()));
  }

  @Test
  void checksReadsAndWritesOfTransactionsSeparately() {
    Cloud certify = as("Certify");

    assertThat(certify.documents().<Boolean>transact(tx -> tx.read(DOCUMENT).isPresent()))
        .isFalse();
    refused(
        "Certify write database/main",
        () ->
            certify
                .documents()
                .transact(
                    tx -> {
                      tx.set(DOCUMENT, Fields.empty());
                      return true;
                    }));
  }

  @Test
  void decrypterCannotEncrypt() {
    refused("Content encrypt key/kek", () -> as("Content").kek().encrypt(new byte[1], new byte[1]));
  }

  @Test
  void functionWithoutGrantsCanDoNothing() {
    refused("Train read database/main", () -> as("Train").documents().get(DOCUMENT));
  }

  @Test
  void passesOnFailuresOfTheCloud() {
    assertThatThrownBy(
            () ->
                as("Erase")
                    .documents()
                    .transact(
                        tx -> {
                          throw new IllegalStateException("mine");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine");
  }
}
