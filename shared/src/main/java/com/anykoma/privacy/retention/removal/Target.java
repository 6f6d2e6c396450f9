package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.NodePath;
import com.anykoma.privacy.platform.Query;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Data that a removal order removes, as located by the data map. */
public sealed interface Target {
  /** The data map's name of its location. */
  String location();

  /**
   * A document, which need not exist, and the documents beneath it: everything, if the data map
   * says that all of it is the owner's; otherwise only documents that the data map assigns to the
   * owner.
   */
  record Tree(String location, DocumentPath root, SubjectId owner) implements Target {
    public Tree {
      Objects.requireNonNull(location);
      Objects.requireNonNull(root);
      Objects.requireNonNull(owner);
    }
  }

  /**
   * The documents of a location that a query finds, with the owner's documents beneath them where
   * the data map has a location there.
   *
   * @param of documents of other locations are ignored
   * @param owner documents that name another owner are ignored; empty if they may belong to anyone
   *     and are only rewritten
   * @param leading documents whose owner another document names are ignored; empty if no other
   *     document names the owner
   */
  record Found(Location of, Query query, Optional<SubjectId> owner, Optional<DocumentPath> leading)
      implements Target {
    public Found {
      Objects.requireNonNull(of);
      Objects.requireNonNull(query);
      Objects.requireNonNull(owner);
      Objects.requireNonNull(leading);
    }

    public Found(Location of, Query query, Optional<SubjectId> owner) {
      this(of, query, owner, Optional.empty());
    }

    @Override
    public String location() {
      return of.name();
    }
  }

  /** A node of the Realtime Database with everything beneath it. */
  record Node(String location, NodePath path) implements Target {
    public Node {
      Objects.requireNonNull(location);
      Objects.requireNonNull(path);
    }
  }

  /**
   * The person's documents of a location whose path has other ids before the person's, such as
   * {@code rooms/{room}/members/{uid}}: one tree for each document above them. No query finds them,
   * so every document above them is listed, also missing ones.
   */
  record Everywhere(Location of, SubjectId owner) implements Target {
    public Everywhere {
      Objects.requireNonNull(of);
      Objects.requireNonNull(owner);
    }

    @Override
    public String location() {
      return of.name();
    }

    /** The pattern of the trees' roots. */
    PathPattern root() {
      return of.root().orElseThrow();
    }
  }

  /**
   * All generations of the object with this name and of the objects in the folder.
   *
   * @param derived for an item's object that others are made from, prefixes of their names: objects
   *     that only this item's object can be the original of are removed with it, and objects of
   *     other items in the folder stay; empty if the whole folder is removed
   */
  record Folder(String location, String bucket, String name, Optional<List<String>> derived)
      implements Target {
    public Folder {
      derived = derived.map(List::copyOf);
      Objects.requireNonNull(location);
      Objects.requireNonNull(bucket);
      Objects.requireNonNull(name);
    }

    public Folder(String location, String bucket, String name) {
      this(location, bucket, name, Optional.empty());
    }
  }
}
