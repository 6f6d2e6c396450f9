package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.InvalidProof;
import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree of RFC 6962 that grows by a leaf at a time, reduced to what that takes: the roots
 * of its complete subtrees, of which there is one for each 1 in the binary form of its size.
 * Immutable.
 *
 * @param size how many leaves it has
 * @param subtrees the largest, which is the leftmost, first
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-2.1">RFC 6962, section 2.1</a>
 */
public record TreeState(long size, List<Bytes> subtrees) {
  public TreeState {
    subtrees = List.copyOf(subtrees);
    if (size < 0 || subtrees.size() != Long.bitCount(size)) {
      throw new InvalidProof("a tree of this size has another number of complete subtrees");
    }
  }

  /** The tree without leaves. */
  public static TreeState empty() {
    return new TreeState(0, List.of());
  }

  /** The tree with one leaf more. */
  public TreeState append(Bytes leafHash) {
    List<Bytes> after = new ArrayList<>(subtrees);
    Bytes last = leafHash;
    for (long left = size; (left & 1) == 1; left >>= 1) {
      last = MerkleTree.node(after.remove(after.size() - 1), last);
    }
    after.add(last);
    return new TreeState(size + 1, after);
  }

  /** The tree's root. */
  public Bytes root() {
    if (subtrees.isEmpty()) {
      return MerkleTree.EMPTY;
    }
    Bytes root = subtrees.get(subtrees.size() - 1);
    for (int i = subtrees.size() - 2; i >= 0; i--) {
      root = MerkleTree.node(subtrees.get(i), root);
    }
    return root;
  }
}
