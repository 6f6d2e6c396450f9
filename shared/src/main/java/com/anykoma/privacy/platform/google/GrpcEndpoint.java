package com.anykoma.privacy.platform.google;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.api.gax.rpc.StubSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Configuration of a generated client for its service, or for an emulator with all rights. */
final class GrpcEndpoint {
  /** Retries for 30 seconds in total, because our callers time out after a minute. */
  static final RetrySettings RETRY_FOR_30_SECONDS =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(20))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(3))
          .setInitialRpcTimeoutDuration(Duration.ofSeconds(20))
          .setRpcTimeoutMultiplier(1)
          .setMaxRpcTimeoutDuration(Duration.ofSeconds(20))
          .setTotalTimeoutDuration(Duration.ofSeconds(30))
          .build();

  private GrpcEndpoint() {}

  /**
   * @param channel the default channel of the client
   * @param headers sent with every call
   */
  static void set(
      StubSettings.Builder<?, ?> client,
      InstantiatingGrpcChannelProvider.Builder channel,
      Optional<URI> emulator,
      Map<String, String> headers) {
    Map<String, String> sent = new HashMap<>(headers);
    channel.setChannelConfigurator(each -> each.proxyDetector(Egress::proxyOf));
    emulator.ifPresent(
        at -> {
          sent.put("authorization", "Bearer owner");
          client.setCredentialsProvider(NoCredentialsProvider.create());
          channel
              .setEndpoint(at.getHost() + ":" + at.getPort())
              .setChannelConfigurator(each -> each.usePlaintext());
        });
    client.setTransportChannelProvider(channel.build());
    client.setHeaderProvider(FixedHeaderProvider.create(sent));
  }
}
