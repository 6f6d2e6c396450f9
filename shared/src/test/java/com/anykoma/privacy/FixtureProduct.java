package com.anykoma.privacy;

import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.services.PrivacyFiles;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The product on which this software's own tests run. It is independent of the settings in {@code
 * privacy}, so a change there cannot fail these tests.
 */
public final class FixtureProduct {
  public static final Path FOLDER = folder();
  public static final PrivacyFiles FILES = PrivacyFiles.in(FOLDER);
  public static final DataMap MAP = FILES.dataMap();
  public static final Policies POLICIES = FILES.policies();
  public static final Residency RESIDENCY = FILES.residency();

  private FixtureProduct() {}

  /** The text of one of its files. */
  public static String text(String name) {
    return FILES.folder().text(name);
  }

  /** Tests of each module run in the module's folder. */
  private static Path folder() {
    Path relative = Path.of("shared/src/test/resources/fixture-product/privacy");
    for (Path each = Path.of("").toAbsolutePath(); each != null; each = each.getParent()) {
      if (Files.isDirectory(each.resolve(relative))) {
        return each.resolve(relative);
      }
    }
    throw new IllegalStateException("no parent of the working directory has " + relative);
  }
}
