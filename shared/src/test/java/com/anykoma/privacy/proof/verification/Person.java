package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.KeyClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A test person and their customer at the payment provider. */
record Person(String uid, String customer) {
  static final Person U1 = new Person("u1", "cus_1");

  /** People with similar uids. */
  static final List<Person> NEIGHBOURS =
      List.of(
          new Person("u10", "cus_10"), new Person("U1", "CUS_1"), new Person("u1-x", "cus_1-x"));

  /** A world in which all of them have data in every location. */
  static World populated(Path directory) {
    return populated(new World(directory));
  }

  static World populated(World world) {
    world.keepGenerations();
    U1.addDataTo(world);
    NEIGHBOURS.forEach(each -> each.addDataTo(world));
    return world;
  }

  SubjectId subject() {
    return new SubjectId(uid);
  }

  String email() {
    return uid + "@example.org";
  }

  /** Creates the person's data in every location. */
  void addDataTo(World world) {
    String home = "users/" + uid;
    world.cloud.accounts().create(subject(), Optional.of(Sensitive.of(email())), Optional.empty());
    world.writeAccount(subject(), Fields.empty().with("email", email()));
    world.createPrompt(subject(), "p1");
    world.handle(
        world.write(new DocumentPath(home + "/images/i1"), Fields.empty().with("title", "fox")));
    world.put(home + "/ghost/g1/items/x1", Fields.empty().with("what", "under a missing parent"));
    world.put("errorLogs/e-" + uid, Fields.empty().with("uid", uid));
    world.put("securityLogs/s-" + uid, Fields.empty().with("uid", uid).with("event", "sign-in"));
    world.put(
        "corpus/c-" + uid,
        Fields.empty()
            .with("uid", uid)
            .with("content", home + "/prompts/p1")
            .with("state", "withdrawn"));
    world.putBlob("uploads", home + "/images/i1");
    seal(world, home + "/images/i1");
    seal(world, home + "/images/i1");
    world.subscribe(subject(), customer);
  }

  private void seal(World world, String name) {
    try {
      world
          .services
          .blobs()
          .put(
              subject(),
              new BlobId("content", name),
              KeyClass.CONTENT,
              "image/png",
              new byte[] {1, 2, 3});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
