package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Query;
import java.util.Objects;
import java.util.Optional;

/** Something that an order removes, as the data map finds it. */
public sealed interface Target {
  /** Of which location it is, by the data map's name. */
  String location();

  /**
   * A document and everything beneath it, be the document there: named by the data map or not where
   * all of it is the owner's by the map, else just what the map says is the owner's.
   */
  record Tree(String location, DocumentPath root, SubjectId owner) implements Target {
    public Tree {
      Objects.requireNonNull(location);
      Objects.requireNonNull(root);
      Objects.requireNonNull(owner);
    }
  }

  /**
   * The documents of a location that a query finds, with what is the owner's beneath them where the
   * data map names a location there.
   *
   * @param of which documents count among those that the query finds
   * @param owner whose they are: those that name somebody else do not count; empty where they are
   *     anybody's, and only rewritten
   */
  record Found(Location of, Query query, Optional<SubjectId> owner) implements Target {
    public Found {
      Objects.requireNonNull(of);
      Objects.requireNonNull(query);
      Objects.requireNonNull(owner);
    }

    @Override
    public String location() {
      return of.name();
    }
  }

  /** Every generation of the object of this name and of those in the folder of this name. */
  record Folder(String location, String bucket, String name) implements Target {
    public Folder {
      Objects.requireNonNull(location);
      Objects.requireNonNull(bucket);
      Objects.requireNonNull(name);
    }
  }
}
