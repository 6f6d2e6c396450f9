package com.anykoma.privacy.local.deployed;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.http.MailIntakeHandler;
import com.anykoma.privacy.functions.http.StripeSignature;
import com.anykoma.privacy.local.app.StripeJson;
import com.anykoma.privacy.local.cloud.CloudMessage;
import com.anykoma.privacy.local.cloud.GoogleEvents;
import com.anykoma.privacy.local.product.SampleProduct;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.proof.audit.CheckpointBatch;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.subject.Subjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * A function's first request, and a test of its effect.
 *
 * @param done whether the stores show what the function should have done
 */
record FirstRequest(
    String method, String path, Map<String, String> headers, Bytes body, BooleanSupplier done) {
  private static final SampleProduct PRODUCT = SampleProduct.of(PrivacyFiles.packaged());

  /**
   * The request itself.
   *
   * @param function where it listens
   */
  HttpRequest at(URI function) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(function + path))
            .method(method, BodyPublishers.ofByteArray(body.toArray()));
    headers.forEach(request::header);
    return request.build();
  }

  /**
   * Makes first requests about one subject, who is signed up.
   *
   * @param idToken of theirs
   */
  record Maker(
      SubjectId subject, Cloud cloud, Subjects subjects, String webhookSecret, String idToken) {
    /** Every function has one; a new one does not compile without. */
    FirstRequest of(DeployedFunction function) {
      return switch (function) {
        case STRIPE_WEBHOOK -> stripeEvent();
        case ACCOUNT_WRITTEN ->
            written(
                DocumentPath.of("users", subject.value()), () -> subjects.get(subject).isPresent());
        case CONTENT_WRITTEN -> content();
        case USER_DELETED ->
            event(
                GoogleEvents.accountDeleted("deleted-1", subject, Instant.now()),
                () -> subjects.erased(subject));
        case BLOB_UPLOADED -> upload();
        case CONTENT -> opening();
        case WITHDRAW ->
            task(
                Topic.WITHDRAW.storedName(),
                Map.of("subject", subject.value(), "cause", "objection"));
        case CLAIMS -> task(Topic.CLAIMS.storedName(), Map.of("subject", subject.value()));
        case REDRIVE -> task(Topic.REDRIVE.storedName(), Map.of("customer", customer()));
        case REPAIR -> task(Topic.REPAIR.storedName(), Map.of("subject", subject.value()));
        case REWRAP -> task(Topic.REWRAP.storedName(), Map.of());
        case CORPUS -> task(Topic.CORPUS.storedName(), Map.of("order", "none"));
        case BUILD_EXPORT -> task(Topic.BUILD_EXPORT.storedName(), Map.of("order", "none"));
        case EXPORT -> posting("", "", () -> true);
        case RELEASE -> task(Topic.RELEASE.storedName(), Map.of());
        case PURGE -> task(Topic.PURGE.storedName(), Map.of("order", "none"));
        case ERASE -> task(Topic.ERASE.storedName(), Map.of("order", "none"));
        case LATE_WRITE -> task(Topic.LATE_WRITE.storedName(), Map.of("subject", subject.value()));
        case HOLD -> task(Topic.HOLD.storedName(), Map.of("order", "none"));
        case CONFIRM ->
            task(Topic.CONFIRM.storedName(), Map.of("decision", "confirm", "what", "purges"));
        case REPLAY_TOMBSTONES -> task(Topic.REPLAY_TOMBSTONES.storedName(), Map.of());
        case RECONCILE -> task(Topic.RECONCILE.storedName(), Map.of());
        case ERASE_ACCOUNT -> erasing();
        case OBJECTION, RESTRICTION -> asking("/");
        case RECTIFICATION -> correcting();
        case EVIDENCE, MY_DATA -> asking("/");
        case REVIEW_DESK -> posting("/safety/batches", "{\"count\": 1}", () -> true);
        case EMAIL_REQUESTS ->
            posting("", "{\"email\": \"ada@example.com\", \"kind\": \"access\"}", () -> true);
        case CHECK_TEXT -> posting("", "{\"text\": \"a castle\"}", () -> true);
        case PRIVACY_PAGE, CASES -> asking("/");
        case MAIL_INTAKE -> mail();
        case CERTIFY ->
            task(Topic.CERTIFY.storedName(), Map.of("order", "none", "orders", "erasures"));
        case CHECKPOINT_AUDIT -> checkpoint(function.trigger().taskTopic().orElseThrow());
        case SWEEP, ATTEST, AGGREGATE ->
            task(function.trigger().taskTopic().orElseThrow(), Map.of());
      };
    }

    private String customer() {
      return "cus_" + subject.value();
    }

    private FirstRequest stripeEvent() {
      Instant now = Instant.now();
      byte[] event =
          StripeJson.bytes(
              StripeJson.event(
                  "evt_" + subject.value(),
                  "created",
                  now,
                  new StripeJson.Subscription(
                      "sub_" + subject.value(),
                      customer(),
                      Optional.of(subject.value()),
                      "active",
                      PRODUCT.priceOf(PRODUCT.lowestPaidPlan().orElseThrow()),
                      now.plus(30, ChronoUnit.DAYS))));
      return new FirstRequest(
          "POST",
          "",
          Map.of(
              "Stripe-Signature",
              StripeSignature.header(webhookSecret, event, now),
              "Content-Type",
              "application/json"),
          Bytes.of(event),
          () -> present(new CollectionPath("customers").document(customer())));
    }

    private FirstRequest upload() {
      String name = "users/" + subject.value() + "/images/i1";
      try {
        Blob upload =
            cloud
                .blobs()
                .write(
                    new BlobId(UploadService.UPLOADS, name),
                    "image/png",
                    Map.of(),
                    OptionalLong.empty(),
                    out -> out.write(new byte[100_000]));
        return event(
            GoogleEvents.objectFinalized(upload),
            () ->
                cloud.blobs().stat(upload.id()).isEmpty()
                    && cloud.blobs().stat(new BlobId(UploadService.CONTENT, name)).isPresent());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private FirstRequest opening() {
      cloud
          .documents()
          .create(
              DocumentPath.of("users", subject.value(), "prompts", "p1"),
              Fields.empty().with("text", "x"));
      return asking("/documents/prompts/p1");
    }

    private FirstRequest asking(String path) {
      return new FirstRequest(
          "GET",
          path,
          Map.of("Authorization", "Bearer " + idToken),
          Bytes.of(new byte[0]),
          () -> true);
    }

    /** The function signs the checkpoint with its libraries, and this process verifies it. */
    private FirstRequest checkpoint(String topic) {
      EvidenceStore evidence = new EvidenceStore(cloud.blobs());
      Task task = new Task(topic, topic + "-1", Map.of());
      return event(
          GoogleEvents.taskPublished(new Delivery(task, task.id(), 1, Instant.now()), topic),
          () ->
              CheckpointBatch.verified(
                          evidence.batch(1).orElseThrow().toArray(),
                          evidence.keyRing().orElseThrow(),
                          Instant.now())
                      .checkpoint()
                      .number()
                  == 1);
    }

    private FirstRequest erasing() {
      return posting(
          "",
          "{\"confirm\": \"erase\"}",
          () -> subjects.get(subject).filter(SubjectRecord::erasureRequested).isPresent());
    }

    private FirstRequest correcting() {
      DocumentPath account = DocumentPath.of("users", subject.value());
      cloud.documents().create(account, Fields.empty());
      return sending(
          "PATCH",
          "",
          "{\"displayName\": \"Ada\"}",
          () ->
              cloud
                  .documents()
                  .get(account)
                  .filter(it -> it.fields().has("displayName"))
                  .isPresent());
    }

    private FirstRequest posting(String path, String json, BooleanSupplier done) {
      return sending("POST", path, json, done);
    }

    private FirstRequest sending(String method, String path, String json, BooleanSupplier done) {
      return new FirstRequest(
          method,
          path,
          Map.of("Authorization", "Bearer " + idToken, "Content-Type", "application/json"),
          Bytes.of(json.getBytes(StandardCharsets.UTF_8)),
          done);
    }

    /** The local key of the mail provider is the webhook's secret. */
    private FirstRequest mail() {
      String time = Long.toString(Instant.now().getEpochSecond());
      String token = "0123456789";
      String signature = MailIntakeHandler.signature(webhookSecret, time + token);
      String form =
          "timestamp=%s&token=%s&signature=%s&sender=ann%%40example.com&subject=Hello"
              .formatted(time, token, signature);
      return new FirstRequest(
          "POST",
          "",
          Map.of("Content-Type", "application/x-www-form-urlencoded"),
          Bytes.of(form.getBytes(StandardCharsets.UTF_8)),
          () -> !cloud.documents().find(Query.in(OwnCollections.CASES)).isEmpty());
    }

    private FirstRequest content() {
      DocumentPath path = DocumentPath.of("users", subject.value(), "prompts", "p1");
      return written(
          path,
          () ->
              cloud
                  .documents()
                  .get(path)
                  .filter(found -> found.fields().has("privacy"))
                  .isPresent());
    }

    private FirstRequest written(DocumentPath path, BooleanSupplier done) {
      cloud.documents().create(path, Fields.empty().with("text", "x"));
      return event(
          GoogleEvents.documentChanged(
              "change-1",
              new DocumentChange(path, Optional.empty(), cloud.documents().get(path)),
              Instant.now()),
          done);
    }

    /** Finds nothing to do: its answer is all there is to see. */
    private FirstRequest task(String topic, Map<String, String> attributes) {
      Task task = new Task(topic, topic + "-1", attributes);
      return event(
          GoogleEvents.taskPublished(new Delivery(task, task.id(), 1, Instant.now()), topic),
          () -> true);
    }

    private boolean present(DocumentPath path) {
      return cloud.documents().get(path).isPresent();
    }
  }

  private static FirstRequest event(CloudMessage message, BooleanSupplier done) {
    return new FirstRequest("POST", "", message.headers(), message.body(), done);
  }
}
