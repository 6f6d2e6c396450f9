package com.anykoma.privacy.retention;

import com.anykoma.privacy.datamap.Location;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Query;
import java.util.Objects;

/** Something that an order removes, as the data map finds it. */
public sealed interface Target {
  /** Of which location it is, by the data map's name. */
  String location();

  /** A document and everything beneath it, named by the data map or not, be the document there. */
  record Tree(String location, DocumentPath root) implements Target {
    public Tree {
      Objects.requireNonNull(location);
      Objects.requireNonNull(root);
    }
  }

  /**
   * The documents of a location that a query finds, with everything beneath them where the data map
   * names a location there.
   *
   * @param of which documents count among those that the query finds
   */
  record Found(Location of, Query query) implements Target {
    public Found {
      Objects.requireNonNull(of);
      Objects.requireNonNull(query);
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
