package com.anykoma.privacy.platform;

import java.util.Set;

/** The port to the Realtime Database, a tree of nodes; each has a value at it or beneath it. */
public interface RealtimeDatabase {
  /** Whether the node exists. Reads no value beneath it. */
  boolean exists(NodePath path);

  /** The keys of the node's children; empty if it has none or does not exist. */
  Set<String> keys(NodePath path);

  /** The node with everything beneath it, as JSON; {@code null} if it does not exist. */
  String json(NodePath path);

  /** Deletes the node with everything beneath it, never the root; an absent one is success. */
  void delete(NodePath path);

  /** A database that has no nodes, for products that do not use it. */
  static RealtimeDatabase withoutNodes() {
    return new RealtimeDatabase() {
      @Override
      public boolean exists(NodePath path) {
        return false;
      }

      @Override
      public Set<String> keys(NodePath path) {
        return Set.of();
      }

      @Override
      public String json(NodePath path) {
        return "null";
      }

      @Override
      public void delete(NodePath path) {
        requireNode(path);
      }
    };
  }

  /** Checks that the path is not the root, whose deletion would empty the database. */
  static void requireNode(NodePath path) {
    if (path.keys().isEmpty()) {
      throw new IllegalArgumentException("the root of the Realtime Database is never deleted");
    }
  }
}
