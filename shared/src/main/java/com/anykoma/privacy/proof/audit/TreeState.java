package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.InvalidProof;
import java.util.ArrayList;
import java.util.List;

/**
 * The compact form of a Merkle tree of RFC 6962, enough to append leaves and to compute the root:
 * the roots of its complete subtrees, one for each 1 bit of its size. Immutable.
 *
 * @param size the number of leaves
 * @param subtrees the roots, from the leftmost and largest subtree on
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-2.1">RFC 6962, section 2.1</a>
 */
public record TreeState(long size, List<Bytes> subtrees) {
  public TreeState {
    subtrees = List.copyOf(subtrees);
    if (size < 0 || subtrees.size() != Long.bitCount(size)) {
      throw new InvalidProof("the number of subtrees does not fit the size of the tree");
    }
  }

  /** The empty tree. */
  public static TreeState empty() {
    return new TreeState(0, List.of());
  }

  /** The tree with one more leaf. */
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
