package com.anykoma.privacy.proof.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.HexHash;
import com.anykoma.privacy.proof.signature.InvalidProof;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares trees and proofs with a naive oracle that follows the text of RFC 6962. */
@Tag("slow")
class MerkleTreeTest {
  private static final int MAX_LEAVES = 1_000;
  private static final int SMALL = 70;
  private static final List<Bytes> CONTENT = new ArrayList<>();
  private static final List<Bytes> LEAVES = new ArrayList<>();

  static {
    for (int i = 0; i < MAX_LEAVES; i++) {
      byte[] content = ("entry " + i).getBytes(StandardCharsets.UTF_8);
      CONTENT.add(Bytes.of(content));
      LEAVES.add(MerkleTree.leaf(content));
    }
  }

  // ---- the oracle: definitions of RFC 6962, section 2.1, on the entries themselves --------------

  /** The entries D[from:to] of the RFC. */
  private record Range(int from, int to) {
    int size() {
      return to - from;
    }

    /** The first {@code k} entries, where {@code k} is the largest power of two below the size. */
    Range left() {
      return new Range(from, from + k());
    }

    Range right() {
      return new Range(from + k(), to);
    }

    private int k() {
      int k = 1;
      while (k * 2 < size()) {
        k *= 2;
      }
      return k;
    }
  }

  /** Each hash is computed once: the same ranges are parts of a thousand trees. */
  private static final Map<Range, Bytes> HASHES = new HashMap<>();

  private static Bytes mth(Range d) {
    Bytes known = HASHES.get(d);
    if (known == null) {
      known = Bytes.of(hash(d));
      HASHES.put(d, known);
    }
    return known;
  }

  private static byte[] hash(Range d) {
    return switch (d.size()) {
      case 0 -> sha256();
      case 1 -> sha256(new byte[] {0}, CONTENT.get(d.from).toArray());
      default -> sha256(new byte[] {1}, mth(d.left()).toArray(), mth(d.right()).toArray());
    };
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] each : parts) {
        digest.update(each);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Bytes> path(int m, Range d) {
    if (d.size() == 1) {
      return List.of();
    }
    boolean isLeft = m < d.k();
    List<Bytes> path = new ArrayList<>(isLeft ? path(m, d.left()) : path(m - d.k(), d.right()));
    path.add(mth(isLeft ? d.right() : d.left()));
    return path;
  }

  private static List<Bytes> subproof(int m, Range d, boolean b) {
    if (m == d.size()) {
      return b ? List.of() : List.of(mth(d));
    }
    boolean isLeft = m <= d.k();
    List<Bytes> proof =
        new ArrayList<>(isLeft ? subproof(m, d.left(), b) : subproof(m - d.k(), d.right(), false));
    proof.add(mth(isLeft ? d.right() : d.left()));
    return proof;
  }

  // ----------------------------------------------------------------------------------------------

  @Test
  void rootsOfUpToAThousandLeavesMatchTheOracle() {
    TreeState growing = TreeState.empty();
    for (int n = 0; n <= MAX_LEAVES; n++) {
      assertThat(growing.size()).isEqualTo(n);
      assertThat(growing.root()).isEqualTo(mth(new Range(0, n)));
      if (n < MAX_LEAVES) {
        growing = growing.append(LEAVES.get(n));
      }
    }
  }

  @Test
  void rootsMatchTheCertificateTransparencyVectors() {
    List<Bytes> leaves =
        List.of("", "00", "10", "2021", "3031", "40414243").stream()
            .map(each -> MerkleTree.leaf(HexFormat.of().parseHex(each)))
            .toList();

    assertThat(HexHash.of(MerkleTree.root(List.of())))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(HexHash.of(MerkleTree.root(leaves.subList(0, 1))))
        .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assertThat(HexHash.of(MerkleTree.root(leaves.subList(0, 3))))
        .isEqualTo("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
    assertThat(HexHash.of(MerkleTree.root(leaves)))
        .isEqualTo("76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef");
  }

  @Test
  void inclusionProofsMatchTheOracleAndVerify() {
    for (int n = 1; n <= MAX_LEAVES; n++) {
      Bytes root = mth(new Range(0, n));
      for (int m : indexes(n)) {
        List<Bytes> path = MerkleTree.inclusion(LEAVES.subList(0, n), m);

        assertThat(path).isEqualTo(path(m, new Range(0, n)));
        assertThat(MerkleTree.isIncluded(LEAVES.get(m), m, n, path, root)).isTrue();
        assertThat(MerkleTree.isIncluded(LEAVES.get((m + 1) % MAX_LEAVES), m, n, path, root))
            .isFalse();
      }
    }
  }

  @Test
  void consistencyProofsMatchTheOracleAndVerify() {
    for (int n = 1; n <= MAX_LEAVES; n++) {
      Bytes root = mth(new Range(0, n));
      for (int m : indexes(n + 1)) {
        List<Bytes> path = MerkleTree.consistency(LEAVES.subList(0, n), m);
        Bytes first = mth(new Range(0, m));

        assertThat(path).isEqualTo(m == 0 ? List.of() : subproof(m, new Range(0, n), true));
        assertThat(MerkleTree.isConsistent(m, first, n, root, path)).isTrue();
        assertThat(MerkleTree.isConsistent(m, LEAVES.get(0), n, LEAVES.get(1), path)).isFalse();
      }
    }
  }

  /**
   * All indexes of a small tree. Of a larger one, which consists of complete and smaller trees, the
   * first, the last and the neighbours of a power of two if its size is next to one, and always one
   * by a fixed seed.
   */
  private static List<Integer> indexes(int below) {
    if (below <= SMALL) {
      return IntStream.range(0, below).boxed().toList();
    }
    List<Integer> indexes = new ArrayList<>(List.of(new Random(below).nextInt(below)));
    int power = Integer.highestOneBit(below - 2);
    if (below - power <= 4 || below > MAX_LEAVES - 2) {
      indexes.addAll(List.of(0, 1, power - 1, power, below / 2, below - 2, below - 1));
    }
    return indexes;
  }

  @Test
  void alteredInclusionProofIsRefused() {
    for (int n : List.of(2, 3, 7, 8, 9, 100)) {
      Bytes root = MerkleTree.root(LEAVES.subList(0, n));
      for (int m = 0; m < n; m++) {
        List<Bytes> path = MerkleTree.inclusion(LEAVES.subList(0, n), m);
        Bytes leaf = LEAVES.get(m);

        for (List<Bytes> bad : alteredPaths(path)) {
          assertThat(MerkleTree.isIncluded(leaf, m, n, bad, root)).isFalse();
        }
        for (int otherIndex = -1; otherIndex <= n; otherIndex++) {
          assertThat(MerkleTree.isIncluded(leaf, otherIndex, n, path, root))
              .isEqualTo(otherIndex == m);
        }
      }
    }
  }

  @Test
  void inclusionProofOfAnotherTreeShapeIsRefused() {
    for (int n : List.of(3, 8, 100)) {
      List<Bytes> path = MerkleTree.inclusion(LEAVES.subList(0, n), n - 1);
      Bytes root = MerkleTree.root(LEAVES.subList(0, n));

      assertThat(MerkleTree.isIncluded(LEAVES.get(n - 1), n - 1, n + 1, path, root)).isFalse();
      assertThat(MerkleTree.isIncluded(LEAVES.get(n - 1), n - 1, 0, path, root)).isFalse();
    }
  }

  @Test
  void alteredConsistencyProofIsRefused() {
    for (int n : List.of(2, 3, 7, 8, 9, 100)) {
      Bytes root = MerkleTree.root(LEAVES.subList(0, n));
      for (int m = 1; m <= n; m++) {
        List<Bytes> path = MerkleTree.consistency(LEAVES.subList(0, n), m);
        Bytes first = MerkleTree.root(LEAVES.subList(0, m));

        for (List<Bytes> bad : alteredPaths(path)) {
          assertThat(MerkleTree.isConsistent(m, first, n, root, bad)).isFalse();
        }
        assertThat(MerkleTree.isConsistent(n + 1, first, n, root, path)).isFalse();
        assertThat(MerkleTree.isConsistent(-1, first, n, root, path)).isFalse();
      }
    }
  }

  private static List<List<Bytes>> alteredPaths(List<Bytes> path) {
    List<List<Bytes>> alteredPaths = new ArrayList<>();
    Bytes otherHash = LEAVES.get(MAX_LEAVES - 1);
    for (int i = 0; i < path.size(); i++) {
      List<Bytes> altered = new ArrayList<>(path);
      altered.set(i, otherHash);
      alteredPaths.add(altered);
      List<Bytes> shorter = new ArrayList<>(path);
      shorter.remove(i);
      alteredPaths.add(shorter);
      if (i > 0) {
        List<Bytes> reordered = new ArrayList<>(path);
        reordered.set(i, path.get(i - 1));
        reordered.set(i - 1, path.get(i));
        alteredPaths.add(reordered);
      }
    }
    List<Bytes> longer = new ArrayList<>(path);
    longer.add(otherHash);
    alteredPaths.add(longer);
    return alteredPaths;
  }

  @Test
  void leafIsNeverAcceptedAsInnerNode() {
    Bytes root = MerkleTree.root(LEAVES.subList(0, 2));
    byte[] both = new byte[64];
    System.arraycopy(LEAVES.get(0).toArray(), 0, both, 0, 32);
    System.arraycopy(LEAVES.get(1).toArray(), 0, both, 32, 32);

    assertThat(MerkleTree.leaf(both)).isNotEqualTo(root);
  }

  @Test
  void sizeThatContradictsTheSubtreesIsRefused() {
    assertThatThrownBy(() -> new TreeState(3, List.of(LEAVES.get(0))))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining("subtrees");
    assertThatThrownBy(() -> MerkleTree.inclusion(LEAVES.subList(0, 2), 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MerkleTree.consistency(LEAVES.subList(0, 2), 3))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
