package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.platform.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of RFC 6962: roots, inclusion proofs and consistency proofs. Leaves and inner
 * nodes are hashed with different first bytes, so that one cannot be presented as the other.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-2.1">RFC 6962, section 2.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2">RFC 9162: verification of
 *     proofs</a>
 */
public final class MerkleTree {
  /** The root of the empty tree: SHA-256 of no bytes. */
  static final Bytes EMPTY = Bytes.of(Sha256.of());

  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private MerkleTree() {}

  /** The hash of a leaf: SHA-256 of a zero byte and the leaf. */
  public static Bytes leaf(byte[] content) {
    return Bytes.of(Sha256.of(LEAF, content));
  }

  /** The hash of an inner node: SHA-256 of a byte 1 and its children's hashes. */
  static Bytes node(Bytes left, Bytes right) {
    return Bytes.of(Sha256.of(NODE, left.toArray(), right.toArray()));
  }

  /** The root of the tree with these leaf hashes. */
  public static Bytes root(List<Bytes> leaves) {
    return state(leaves).root();
  }

  private static TreeState state(List<Bytes> leaves) {
    TreeState state = TreeState.empty();
    for (Bytes each : leaves) {
      state = state.append(each);
    }
    return state;
  }

  /** The number of leaves in the left subtree: the largest power of two below {@code size}. */
  private static int split(int size) {
    return Integer.highestOneBit(size - 1);
  }

  /**
   * Creates an inclusion proof: the hashes from a leaf to the root, the leaf's sibling first.
   *
   * @param index of the leaf, from 0
   * @throws IllegalArgumentException if there is no such leaf
   */
  public static List<Bytes> inclusion(List<Bytes> leaves, int index) {
    if (index < 0 || index >= leaves.size()) {
      throw new IllegalArgumentException("the tree has no leaf of this index");
    }
    if (leaves.size() == 1) {
      return List.of();
    }
    int split = split(leaves.size());
    List<Bytes> left = leaves.subList(0, split);
    List<Bytes> right = leaves.subList(split, leaves.size());
    List<Bytes> path =
        new ArrayList<>(index < split ? inclusion(left, index) : inclusion(right, index - split));
    path.add(root(index < split ? right : left));
    return path;
  }

  /**
   * Creates a consistency proof: the hashes which show that the tree of the first {@code size}
   * leaves is a prefix of the whole tree. Empty if {@code size} is 0 or all leaves.
   *
   * @throws IllegalArgumentException if there are fewer leaves
   */
  public static List<Bytes> consistency(List<Bytes> leaves, int size) {
    if (size < 0 || size > leaves.size()) {
      throw new IllegalArgumentException("the tree has fewer leaves");
    }
    return size == 0 ? List.of() : consistency(leaves, size, true);
  }

  /**
   * The function SUBPROOF of the RFC.
   *
   * @param whole whether the verifier knows the root of these leaves
   */
  private static List<Bytes> consistency(List<Bytes> leaves, int size, boolean whole) {
    if (size == leaves.size()) {
      return whole ? List.of() : List.of(root(leaves));
    }
    int split = split(leaves.size());
    List<Bytes> left = leaves.subList(0, split);
    List<Bytes> right = leaves.subList(split, leaves.size());
    List<Bytes> path;
    if (size <= split) {
      path = new ArrayList<>(consistency(left, size, whole));
      path.add(root(right));
    } else {
      path = new ArrayList<>(consistency(right, size - split, false));
      path.add(root(left));
    }
    return path;
  }

  /** Verifies an inclusion proof for the leaf hash at {@code index}. */
  public static boolean isIncluded(
      Bytes leaf, long index, long size, List<Bytes> path, Bytes root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long node = index;
    long last = size - 1;
    Bytes hash = leaf;
    for (Bytes each : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = node(each, hash);
        int up = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
        node >>= up;
        last >>= up;
      } else {
        hash = node(hash, each);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && hash.equals(root);
  }

  /** Verifies a consistency proof: the first tree is a prefix of the second. */
  public static boolean isConsistent(
      long firstSize, Bytes firstRoot, long secondSize, Bytes secondRoot, List<Bytes> path) {
    if (firstSize < 0 || firstSize > secondSize) {
      return false;
    }
    if (firstSize == secondSize) {
      return path.isEmpty() && firstRoot.equals(secondRoot);
    }
    if (firstSize == 0) {
      return path.isEmpty() && firstRoot.equals(EMPTY);
    }
    return isContinued(firstSize, firstRoot, secondSize, secondRoot, path);
  }

  private static boolean isContinued(
      long firstSize, Bytes firstRoot, long secondSize, Bytes secondRoot, List<Bytes> path) {
    boolean isComplete = Long.bitCount(firstSize) == 1;
    if (path.isEmpty()) {
      return false;
    }
    int complete = Long.numberOfTrailingZeros(firstSize);
    long node = (firstSize - 1) >> complete;
    long last = (secondSize - 1) >> complete;
    Bytes first = isComplete ? firstRoot : path.get(0);
    Bytes second = first;
    for (Bytes each : path.subList(isComplete ? 0 : 1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        first = node(each, first);
        second = node(each, second);
        int up = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
        node >>= up;
        last >>= up;
      } else {
        second = node(second, each);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && first.equals(firstRoot) && second.equals(secondRoot);
  }
}
