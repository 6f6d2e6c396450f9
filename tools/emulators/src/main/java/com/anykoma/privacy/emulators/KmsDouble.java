package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.embedded.KeyFile;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.EncryptResponse;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.ServerCalls.UnaryMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Cloud KMS' encrypt and decrypt over gRPC on the loopback interface, for every key name that it is
 * asked for, with the key in a file so that it outlives the process.
 */
public final class KmsDouble implements AutoCloseable {
  private static final String SERVICE = "google.cloud.kms.v1.KeyManagementService";

  private final KmsKeys keys;
  private final Server server;
  private final AtomicInteger failures = new AtomicInteger();
  private volatile Status failure = Status.UNAVAILABLE;
  private volatile UnaryOperator<EncryptResponse> onEncrypt = UnaryOperator.identity();
  private volatile UnaryOperator<DecryptResponse> onDecrypt = UnaryOperator.identity();

  private KmsDouble(KmsKeys keys) throws IOException {
    this.keys = keys;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(service())
            .build()
            .start();
  }

  /** Starts on a free port, under the key in the file, which is made when there is none. */
  public static KmsDouble start(Path keyFile) {
    try {
      return new KmsDouble(new KmsKeys(KeyFile.open(keyFile)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code http://127.0.0.1:PORT}. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** Has the next requests fail. */
  public void failNext(Status status, int times) {
    failure = status;
    failures.set(times);
  }

  /** Has every answer to encrypt change on its way from now on. */
  public void alterEncrypted(UnaryOperator<EncryptResponse> alteration) {
    onEncrypt = alteration;
  }

  /** Has every answer to decrypt change on its way from now on. */
  public void alterDecrypted(UnaryOperator<DecryptResponse> alteration) {
    onDecrypt = alteration;
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(
            method(
                "Encrypt",
                EncryptRequest.getDefaultInstance(),
                EncryptResponse.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(
                answering(request -> onEncrypt.apply(keys.encrypt(request)))))
        .addMethod(
            method(
                "Decrypt",
                DecryptRequest.getDefaultInstance(),
                DecryptResponse.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(
                answering(request -> onDecrypt.apply(keys.decrypt(request)))))
        .build();
  }

  private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
      String name, Q request, A answer) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(answer))
        .build();
  }

  private <Q, A> UnaryMethod<Q, A> answering(Function<Q, A> operation) {
    return (request, observer) -> {
      try {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw failure.asRuntimeException();
        }
        observer.onNext(operation.apply(request));
        observer.onCompleted();
      } catch (StatusRuntimeException e) {
        observer.onError(e);
      }
    };
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
