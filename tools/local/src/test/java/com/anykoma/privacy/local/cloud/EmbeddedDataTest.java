package com.anykoma.privacy.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.Indexes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedDataTest {
  @Test
  void refusesQueriesWithoutAnIndex(@TempDir Path directory) {
    EmbeddedCloud.open(directory, Clock.systemUTC()).close();

    try (EmbeddedData deployed = EmbeddedData.open(FixtureProduct.FILES, directory)) {
      assertThat(deployed.wiring().services().orders().overview().overdue()).isEmpty();
    }
    try (EmbeddedData bare =
        EmbeddedData.open(FixtureProduct.FILES, directory, new Indexes(Set.of(), Set.of()))) {
      assertThatThrownBy(() -> bare.wiring().services().orders().overview())
          .isInstanceOf(CloudFailure.class)
          .hasMessageContaining("add to \"indexes\" in firestore.indexes.json: {")
          .hasMessageContaining("\"fieldPath\": \"dueAt\", \"order\": \"ASCENDING\"");
    }
  }
}
