package com.anykoma.privacy.proof.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.protection.vault.SigningService;
import com.anykoma.privacy.retention.removal.Breaker;
import com.anykoma.privacy.retention.removal.BreakerLimits;
import com.anykoma.privacy.retention.removal.Certificates;
import com.anykoma.privacy.retention.removal.Order;
import com.anykoma.privacy.retention.removal.Removal;
import com.anykoma.privacy.retention.removal.RetentionService;
import com.anykoma.privacy.retention.removal.SharedPlaces;
import com.anykoma.privacy.retention.removal.Targets;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.rights.erasure.ErasingService;
import com.anykoma.privacy.usage.training.World;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** People who share places, by a data map that is the shipped one and some locations more. */
final class SharedScene implements AutoCloseable {
  final Scene scene;
  final DataMap map;
  final ErasingService erasing;
  final RetentionService retention;
  private final CertifyService certifying;

  SharedScene(Path directory, String locations) {
    scene = new Scene(directory);
    map = DataMap.read(Setting.parse("datamap.yaml", shipped() + locations));
    World world = scene.world;
    Cloud cloud = world.cloud;
    Residency residency = Residency.shipped();
    Breaker breaker =
        new Breaker(cloud.documents(), world.audit, BreakerLimits.shipped(), world.clock);
    erasing =
        new ErasingService(
            cloud,
            world.subjects,
            world.hash,
            map,
            world.consents,
            residency,
            breaker,
            world.clock);
    retention =
        new RetentionService(
            cloud.documents(),
            world.subjects,
            world.hash,
            new Targets(map),
            new Removal(
                cloud.documents(),
                cloud.blobs(),
                map,
                new SharedPlaces(
                    cloud.documents(), world.subjects, world.hash, map, residency, world.clock)),
            breaker,
            new Certificates(cloud.blobs(), cloud.tasks(), world.clock),
            cloud.tasks(),
            world.clock);
    certifying =
        new CertifyService(
            cloud,
            world.hash,
            map,
            "ab".repeat(32),
            residency,
            new SigningService(new EvidenceStore(cloud.blobs()), cloud::signingKek, world.clock),
            world.clock);
  }

  private static String shipped() {
    try (InputStream in = DataMap.class.getResourceAsStream("/privacy/datamap.yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void put(String path, Fields fields) {
    scene.put(path, fields);
  }

  Optional<Fields> at(String path) {
    return scene.world.cloud.documents().get(new DocumentPath(path)).map(Document::fields);
  }

  boolean isThere(String path) {
    return at(path).isPresent();
  }

  /** Erases somebody and has it certified, as far as may be. */
  Order erased(String uid) {
    Order removed = removed(uid);
    certifying.handle(Scene.look(removed));
    erasing.erase(removed.id());
    return scene.again(removed);
  }

  /** Erases somebody as far as whoever removes can. */
  Order removed(String uid) {
    SubjectId subject = new SubjectId(uid);
    scene.world.erasures.begin(subject, "account-deleted");
    Order order = scene.world.erasures.status(subject).orElseThrow();
    erasing.erase(order.id());
    return scene.again(order);
  }

  /** What the second reader finds, without a word of it to anybody. */
  Verdict look(Order order) {
    Cloud cloud = scene.world.cloud;
    return new ErasureLook(
            cloud, map, scene.world.hash, new ProviderLook(cloud, map, Residency.shipped()))
        .at(order);
  }

  /** Purges and certifies an item by its order, once that is due. */
  Order purged(Order order) {
    if (order.restorableUntil().isAfter(scene.world.clock.instant())) {
      scene.world.clock.set(order.restorableUntil());
    }
    retention.purge(order.id());
    certifying.handle(Scene.look(order));
    retention.purge(order.id());
    return scene.again(order);
  }

  /** The orders to purge this document. */
  List<Order> ordersFor(String path) {
    return scene
        .world
        .cloud
        .documents()
        .find(Query.in(DocumentPath.of("purges", "x").collection()).whereEqual("item", path))
        .stream()
        .map(Order::of)
        .toList();
  }

  /** What the certificate of an order says of a place. */
  Finding said(Order order, String place) {
    Certificate certificate = scene.certificateOf(order).orElseThrow();
    return certificate.locations().stream()
        .filter(each -> each.place().equals(place))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    scene.close();
  }
}
