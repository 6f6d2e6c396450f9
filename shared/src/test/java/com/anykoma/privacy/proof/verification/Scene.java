package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.TaskPayload.CertifyTask;
import com.anykoma.privacy.platform.TaskPayload.Doubted;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.platform.TaskPayload.Removed;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.protection.vault.SigningService;
import com.anykoma.privacy.retention.removal.Certificates;
import com.anykoma.privacy.retention.removal.Order;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.usage.plan.Told;
import com.anykoma.privacy.usage.training.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Somebody who has used everything, and neighbours whose names are nearly theirs. */
final class Scene implements AutoCloseable {
  static final Instant NOW = Told.START;
  static final Person U1 = new Person("u1", "cus_1");
  static final List<Person> NEIGHBOURS =
      List.of(
          new Person("u10", "cus_10"), new Person("U1", "CUS_1"), new Person("u1-x", "cus_1-x"));

  final World world;
  private final EvidenceStore evidence;

  Scene(Path directory) {
    world = new World(directory);
    evidence = new EvidenceStore(world.cloud.blobs());
    for (String bucket : List.of("uploads", "content", "evidence")) {
      world.cloud.blobs().keepGenerations(bucket, true);
    }
  }

  /** A scene in which they all live. */
  static Scene populated(Path directory) {
    Scene scene = new Scene(directory);
    scene.lives(U1);
    NEIGHBOURS.forEach(scene::lives);
    return scene;
  }

  void lives(Person person) {
    String uid = person.uid();
    String home = "users/" + uid;
    world
        .cloud
        .accounts()
        .create(person.subject(), Optional.of(Sensitive.of(emailOf(person))), Optional.empty());
    world.writeAccount(person.subject(), Fields.empty().with("email", emailOf(person)));
    world.prompted(person.subject(), "p1");
    world.written(
        world.write(new DocumentPath(home + "/images/i1"), Fields.empty().with("title", "fox")));
    put(home + "/ghost/g1/items/x1", Fields.empty().with("what", "under a missing parent"));
    put("errorLogs/e-" + uid, Fields.empty().with("uid", uid));
    put("securityLogs/s-" + uid, Fields.empty().with("uid", uid).with("event", "sign-in"));
    put(
        "corpus/c-" + uid,
        Fields.empty()
            .with("uid", uid)
            .with("content", home + "/prompts/p1")
            .with("state", "withdrawn"));
    write("uploads", home + "/images/i1");
    seal(person, home + "/images/i1");
    seal(person, home + "/images/i1");
    pays(person);
  }

  static String emailOf(Person person) {
    return person.uid() + "@example.org";
  }

  private void seal(Person person, String name) {
    try {
      new BlobService(world.cloud.blobs(), world.keys, world.hash)
          .put(
              person.subject(),
              new BlobId("content", name),
              KeyClass.CONTENT,
              "image/png",
              new byte[] {1, 2, 3});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pays(Person person) {
    String customer = person.customer();
    Told subscribed = Told.created("sub_" + customer).of(customer);
    world.cloud.billing().putCustomer(customer, Optional.of(person.subject()));
    world.cloud.billing().put(subscribed.subscription());
    world.plans.apply(
        Told.customerCreated(customer).id("evt_c_" + customer).named(person.uid()).event());
    world.plans.apply(subscribed.id("evt_s_" + customer).event());
  }

  void put(String path, Fields fields) {
    world.cloud.documents().set(new DocumentPath(path), fields);
  }

  void remove(String path) {
    world.cloud.documents().delete(List.of(new DocumentPath(path)));
  }

  void write(String bucket, String name) {
    try {
      world
          .cloud
          .blobs()
          .write(
              new BlobId(bucket, name),
              "image/png",
              Map.of(),
              OptionalLong.empty(),
              out -> out.write(new byte[] {4, 5, 6}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Erases them as far as whoever removes can: the second reader has yet to look. */
  Order erased(Person person) {
    world.erasures.begin(person.subject(), "account-deleted");
    Order order = world.erasures.status(person.subject()).orElseThrow();
    world.erasing.erase(order.id());
    return again(order);
  }

  /** The order as it is now. */
  Order again(Order order) {
    return Order.of(world.cloud.documents().get(order.path()).orElseThrow());
  }

  /** Carries the order out once more, when it is due. */
  Order carriedOut(Order order) {
    Order now = again(order);
    if (now.nextAttemptAt().filter(it -> it.isAfter(world.clock.instant())).isPresent()) {
      world.clock.set(now.nextAttemptAt().orElseThrow());
    }
    world.erasing.erase(order.id());
    return again(order);
  }

  Optional<Certificate> certificateOf(Order order) {
    return new Certificates(world.cloud.blobs(), world.cloud.tasks(), world.clock).of(again(order));
  }

  Optional<Bytes> fileOf(Order order, long round) {
    return evidence.certificate(order.id(), order.requestedAt(), round);
  }

  /** The task by which the second reader tells that something is left. */
  Optional<Doubted> doubt(Topic topic) {
    return world.cloud.tasks().lease(1_000, Duration.ofSeconds(1)).stream()
        .map(Delivery::task)
        .filter(it -> it.topic().equals(topic.word()))
        .map(RemovalTask::of)
        .flatMap(it -> it instanceof Doubted doubted ? Stream.of(doubted) : Stream.empty())
        .findFirst();
  }

  /** Another second reader, on other ports or by other times. */
  CertifyService secondReader(Cloud cloud, Residency residency) {
    return new CertifyService(
        cloud,
        world.hash,
        world.dataMap,
        "ab".repeat(32),
        residency,
        new SigningService(new EvidenceStore(cloud.blobs()), cloud::signingKek, world.clock),
        world.clock);
  }

  static CertifyTask look(Order order) {
    return new Removed(order.path().collection().id(), order.id());
  }

  @Override
  public void close() {
    world.close();
  }
}
