package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.embedded.KeyFile;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.EncryptResponse;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
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
import java.util.function.Function;

/**
 * A fake of Cloud KMS: encrypt and decrypt over gRPC on the loopback interface, for any key name.
 * The key is stored in a file, so that it survives a restart.
 */
public final class FakeKms implements AutoCloseable {
  private static final String SERVICE = "google.cloud.kms.v1.KeyManagementService";

  private final KmsKeys keys;
  private final Server server;

  private FakeKms(KmsKeys keys, ServerInterceptor... around) throws IOException {
    this.keys = keys;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(ServerInterceptors.intercept(service(), around))
            .build()
            .start();
  }

  /** Starts on a free port, with the key in the file, which it creates if it does not exist. */
  public static FakeKms start(Path keyFile, ServerInterceptor... around) {
    try {
      return new FakeKms(new KmsKeys(KeyFile.open(keyFile)), around);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address, {@code http://127.0.0.1:PORT}. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(
            method(
                "Encrypt",
                EncryptRequest.getDefaultInstance(),
                EncryptResponse.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(answering(keys::encrypt)))
        .addMethod(
            method(
                "Decrypt",
                DecryptRequest.getDefaultInstance(),
                DecryptResponse.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(answering(keys::decrypt)))
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

  private static <Q, A> UnaryMethod<Q, A> answering(Function<Q, A> operation) {
    return (request, observer) -> {
      try {
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
