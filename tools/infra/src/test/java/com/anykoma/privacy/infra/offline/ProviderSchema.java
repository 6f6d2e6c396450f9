package com.anykoma.privacy.infra.offline;

import java.util.Map;
import java.util.Objects;

/**
 * What a provider's resources and data sources take and give, as far as it was asked for.
 *
 * @param provider its own configuration
 * @param resources by their types, {@code google_pubsub_topic}
 * @param dataSources by their types
 */
public record ProviderSchema(
    BlockSchema provider,
    Map<String, BlockSchema> resources,
    Map<String, BlockSchema> dataSources) {
  public ProviderSchema {
    Objects.requireNonNull(provider);
    resources = Map.copyOf(resources);
    dataSources = Map.copyOf(dataSources);
  }
}
