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

/** Opens Firestore's generated client. */
final class FirestoreStubs {
  private FirestoreStubs() {}

  static FirestoreStub open(GoogleSettings settings, String database) {
    FirestoreStubSettings.Builder stub = FirestoreStubSettings.newBuilder();
    GrpcEndpoint.set(
        stub,
        FirestoreStubSettings.defaultGrpcTransportProviderBuilder(),
        settings.endpoint(Service.FIRESTORE),
        Map.of("google-cloud-resource-prefix", database));
    within(stub.batchGetDocumentsSettings());
    within(stub.runQuerySettings());
    within(stub.runAggregationQuerySettings());
    stub.listDocumentsSettings().setRetrySettings(GrpcEndpoint.WITHIN_HALF_A_MINUTE);
    stub.listCollectionIdsSettings().setRetrySettings(GrpcEndpoint.WITHIN_HALF_A_MINUTE);
    once(stub.commitSettings());
    once(stub.rollbackSettings());
    try {
      return GrpcFirestoreStub.create(stub.build());
    } catch (IOException e) {
      throw new UncheckedIOException("no credentials for Firestore", e);
    }
  }

  private static void within(ServerStreamingCallSettings.Builder<?, ?> reading) {
    reading.setRetrySettings(GrpcEndpoint.WITHIN_HALF_A_MINUTE);
  }

  /** A commit whose answer stayed away may have been done. */
  private static void once(UnaryCallSettings.Builder<?, ?> writing) {
    writing.setRetrySettings(GrpcEndpoint.WITHIN_HALF_A_MINUTE).setRetryableCodes(Set.of());
  }
}
