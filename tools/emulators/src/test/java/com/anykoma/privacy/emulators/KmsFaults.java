package com.anykoma.privacy.emulators;

import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.EncryptResponse;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Makes {@link FakeKms} fail requests or alter its answers. */
final class KmsFaults implements ServerInterceptor {
  private final AtomicInteger failures = new AtomicInteger();
  private volatile Status failure = Status.UNAVAILABLE;
  private volatile UnaryOperator<EncryptResponse> onEncrypt = UnaryOperator.identity();
  private volatile UnaryOperator<DecryptResponse> onDecrypt = UnaryOperator.identity();

  /** Makes the next requests fail. */
  void failNext(Status status, int times) {
    failure = status;
    failures.set(times);
  }

  /** Alters all later answers to encrypt. */
  void alterEncrypted(UnaryOperator<EncryptResponse> alteration) {
    onEncrypt = alteration;
  }

  /** Alters all later answers to decrypt. */
  void alterDecrypted(UnaryOperator<DecryptResponse> alteration) {
    onDecrypt = alteration;
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (failures.getAndUpdate(remaining -> Math.max(0, remaining - 1)) > 0) {
      call.close(failure, new Metadata());
      return new Listener<>() {};
    }
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void sendMessage(A answer) {
            super.sendMessage(altered(answer));
          }
        },
        headers);
  }

  @SuppressWarnings("unchecked") // an alteration returns the type of its argument
  private <A> A altered(A answer) {
    if (answer instanceof EncryptResponse encrypted) {
      return (A) onEncrypt.apply(encrypted);
    }
    return answer instanceof DecryptResponse decrypted ? (A) onDecrypt.apply(decrypted) : answer;
  }
}
