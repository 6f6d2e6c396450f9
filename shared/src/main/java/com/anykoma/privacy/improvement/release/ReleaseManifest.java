package com.anykoma.privacy.improvement.release;

import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.proof.audit.MerkleTree;
import com.anykoma.privacy.proof.signature.HexHash;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.proof.signature.Statement;
import com.google.common.collect.Sets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The signed list of a release's items, which is written last: without it a release is incomplete
 * (P3, P5). It contains nothing about people, and follows from the release's files alone.
 *
 * @param release the number of the release, from 1
 * @param createdAt when the release was completed
 * @param purposes for which the items may be used
 * @param policyVersion the policy in force at that time
 * @param detector the version of the detector of personal data
 * @param items in the order of their random ids
 */
public record ReleaseManifest(
    long release,
    Instant createdAt,
    List<String> purposes,
    String policyVersion,
    String detector,
    List<Item> items) {
  private static final String TYPE = "release";
  private static final Set<String> MEMBERS =
      Set.of("release", "purposes", "policyVersion", "detector", "count", "root", "items");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  public ReleaseManifest {
    Objects.requireNonNull(createdAt);
    purposes = List.copyOf(purposes);
    Objects.requireNonNull(policyVersion);
    Objects.requireNonNull(detector);
    items = List.copyOf(items);
    if (release < 1) {
      throw new IllegalArgumentException("releases are numbered from 1");
    }
    for (int i = 1; i < items.size(); i++) {
      if (items.get(i - 1).id().compareTo(items.get(i).id()) >= 0) {
        throw new IllegalArgumentException("the items are not in the order of their ids");
      }
    }
  }

  /**
   * An item of a release.
   *
   * @param id random
   * @param text SHA-256 of the file with the item's text, in hexadecimal
   * @param image SHA-256 of the image, if the item has one
   */
  public record Item(String id, String text, Optional<String> image) {
    public Item {
      ReleaseLayout.requireId(id);
      if (!HASH.matcher(text).matches()
          || image.filter(it -> !HASH.matcher(it).matches()).isPresent()) {
        throw new IllegalArgumentException("a hash must have 64 hexadecimal digits");
      }
    }

    private Map<String, Object> write() {
      Map<String, Object> members = new HashMap<>(Map.of("id", id, "text", text));
      image.ifPresent(it -> members.put("image", it));
      return members;
    }

    private static Item read(JsonValue json) {
      json.requireNames(Set.of("id", "text"), Set.of("image"));
      return new Item(json.requiredString("id"), json.requiredString("text"), json.string("image"));
    }
  }

  /** The root of the Merkle tree over the items, in hexadecimal. */
  public String root() {
    return HexHash.of(
        MerkleTree.root(
            items.stream().map(each -> MerkleTree.leaf(CanonicalJson.of(each.write()))).toList()));
  }

  /** Signs the manifest, and returns its file. */
  public byte[] sign(Signer signer) {
    return Statement.sign(
        TYPE,
        createdAt,
        Map.of(
            "release", release,
            "purposes", purposes,
            "policyVersion", policyVersion,
            "detector", detector,
            "count", (long) items.size(),
            "root", root(),
            "items", items.stream().map(Item::write).toList()),
        signer);
  }

  /**
   * Reads a manifest's file and checks its form, its signature, and the count and root of its
   * items.
   *
   * @throws com.anykoma.privacy.json.MalformedJson if it is not canonical JSON of this form
   * @throws InvalidProof with the reason, if the check fails
   */
  public static ReleaseManifest verified(byte[] file, KeyRing keys, Instant now) {
    Statement statement = keys.verified(file, TYPE, now);
    JsonValue json = statement.content();
    json.requireNames(Sets.union(MEMBERS, Statement.ENVELOPE), Set.of());
    try {
      ReleaseManifest manifest =
          new ReleaseManifest(
              json.requiredCount("release"),
              statement.issuedAt(),
              json.strings("purposes"),
              json.requiredString("policyVersion"),
              json.requiredString("detector"),
              json.objects("items").stream().map(Item::read).toList());
      if (manifest.items().size() != json.requiredCount("count")
          || !manifest.root().equals(json.requiredString("root"))) {
        throw new InvalidProof("the count or the root does not match the items");
      }
      return manifest;
    } catch (IllegalArgumentException e) {
      throw new InvalidProof("the file is signed but not a valid manifest: " + e.getMessage());
    }
  }
}
