package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.api.gax.rpc.ServerStreamingCallSettings;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.cloud.firestore.v1.stub.FirestoreStub;
import com.google.cloud.firestore.v1.stub.FirestoreStubSettings;
import com.google.cloud.firestore.v1.stub.GrpcFirestoreStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/** Creation of the generated Firestore client. */
final class FirestoreStubs {
  private FirestoreStubs() {}

  static FirestoreStub open(GoogleSettings settings, String database) {
    FirestoreStubSettings.Builder stub = FirestoreStubSettings.newBuilder();
    GrpcEndpoint.set(
        stub,
        FirestoreStubSettings.defaultGrpcTransportProviderBuilder(),
        settings.endpoint(Service.FIRESTORE),
        Map.of("google-cloud-resource-prefix", database));
    retryReads(stub.batchGetDocumentsSettings());
    retryReads(stub.runQuerySettings());
    retryReads(stub.runAggregationQuerySettings());
    stub.listDocumentsSettings().setRetrySettings(GrpcEndpoint.RETRY_FOR_30_SECONDS);
    stub.listCollectionIdsSettings().setRetrySettings(GrpcEndpoint.RETRY_FOR_30_SECONDS);
    neverRetry(stub.commitSettings());
    neverRetry(stub.rollbackSettings());
    try {
      return GrpcFirestoreStub.create(stub.build());
    } catch (IOException e) {
      throw new UncheckedIOException("no credentials for Firestore were found", e);
    }
  }

  private static void retryReads(ServerStreamingCallSettings.Builder<?, ?> reading) {
    reading.setRetrySettings(GrpcEndpoint.RETRY_FOR_30_SECONDS);
  }

  /** Disables retries: a commit without a response may have been applied. */
  private static void neverRetry(UnaryCallSettings.Builder<?, ?> writing) {
    writing.setRetrySettings(GrpcEndpoint.RETRY_FOR_30_SECONDS).setRetryableCodes(Set.of());
  }
}
