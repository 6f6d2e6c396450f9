package com.anykoma.privacy.infra.offline;

import com.anykoma.privacy.emulators.NpmInstallTest;
import org.junit.jupiter.api.Test;

/** The packages of npm's that the tests fetch. */
final class SchemaPackageTest {
  @Test
  void packagesArePinnedByChecksumWithoutServer() throws Exception {
    NpmInstallTest.requirePinned("/infra/", "@cdktf/provider-google");
  }
}
