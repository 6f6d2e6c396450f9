package com.anykoma.privacy.infra.offline;

import java.util.Map;
import java.util.Objects;

/**
 * The schema of a provider, with the requested resources and data sources.
 *
 * @param provider the configuration of the provider
 * @param resources by type, {@code google_pubsub_topic}
 * @param dataSources by type
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
