package com.anykoma.privacy.infra.offline;

import com.anykoma.privacy.infra.offline.BlockSchema.Attribute;
import com.anykoma.privacy.infra.offline.BlockSchema.Nested;
import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A fake Terraform provider with the schema of a real one, for machines that cannot fetch the real
 * one: Terraform validates with it and plans with mock values. It implements the validation part of
 * Terraform's plugin protocol, version 5, on the loopback interface.
 *
 * @see <a href="https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol">the
 *     protocol</a>
 */
public final class FakeProvider implements AutoCloseable {
  private static final String SERVICE = "tfplugin5.Provider";
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  /** The protocol's numbers of nesting modes. */
  private static final int SINGLE = 1;

  private static final int LIST = 2;

  private final ProviderSchema schema;
  private final Server server;

  private FakeProvider(ProviderSchema schema) throws IOException {
    this.schema = schema;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxInboundMessageSize(MAX_BYTES)
            .addService(service())
            .build()
            .start();
  }

  /** Starts on a free port. */
  public static FakeProvider start(ProviderSchema schema) {
    try {
      return new FakeProvider(schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of {@code TF_REATTACH_PROVIDERS} with which Terraform uses this provider. */
  public String reattach(String source) {
    return "{\"registry.terraform.io/%s\":{\"Protocol\":\"grpc\",\"ProtocolVersion\":5,\"Pid\":%d,"
            .formatted(source, ProcessHandle.current().pid())
        + "\"Test\":true,\"Addr\":{\"Network\":\"tcp\",\"String\":\"127.0.0.1:%d\"}}}"
            .formatted(server.getPort());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private ServerServiceDefinition service() {
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(SERVICE);
    Map<String, UnaryOperator<ByteString>> methods =
        Map.of(
            "GetSchema", request -> schemas().encoded(),
            "PrepareProviderConfig", request -> request, // the unchanged configuration
            "ValidateResourceTypeConfig", request -> ByteString.EMPTY,
            "ValidateDataSourceConfig", request -> ByteString.EMPTY,
            "Stop", request -> ByteString.EMPTY);
    methods.forEach(
        (name, method) ->
            service.addMethod(
                descriptor(name),
                ServerCalls.asyncUnaryCall(
                    (request, observer) -> {
                      try {
                        observer.onNext(method.apply(request));
                        observer.onCompleted();
                      } catch (RuntimeException e) {
                        observer.onError(
                            Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
                      }
                    })));
    return service.build();
  }

  private static MethodDescriptor<ByteString, ByteString> descriptor(String name) {
    return MethodDescriptor.<ByteString, ByteString>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(new Encoded())
        .setResponseMarshaller(new Encoded())
        .build();
  }

  /** Passes messages as bytes. */
  private static final class Encoded implements MethodDescriptor.Marshaller<ByteString> {
    @Override
    public InputStream stream(ByteString value) {
      return value.newInput();
    }

    @Override
    public ByteString parse(InputStream stream) {
      try {
        return ByteString.readFrom(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Wire schemas() {
    Wire answer = new Wire().message(1, top(schema.provider()));
    schema.resources().forEach((type, each) -> answer.entry(2, type, top(each)));
    schema.dataSources().forEach((type, each) -> answer.entry(3, type, top(each)));
    return answer;
  }

  private static Wire top(BlockSchema schema) {
    return new Wire().message(2, block(schema));
  }

  private static Wire block(BlockSchema schema) {
    Wire block = new Wire();
    schema.attributes().forEach((name, each) -> block.message(2, attribute(name, each)));
    schema.blocks().forEach((name, each) -> block.message(3, nested(name, each)));
    return block;
  }

  /** Every optional attribute is declared as computed too, because the package does not say. */
  private static Wire attribute(String name, Attribute attribute) {
    return new Wire()
        .text(1, name)
        .text(2, attribute.type())
        .flag(4, attribute.required())
        .flag(5, attribute.settable() && !attribute.required())
        .flag(6, !attribute.required());
  }

  private static Wire nested(String name, Nested nested) {
    Wire wire =
        new Wire()
            .text(1, name)
            .message(2, block(nested.schema()))
            .number(3, nested.keyed() ? SINGLE : LIST);
    if (!nested.keyed()) {
      wire.number(4, nested.required() ? 1 : 0).number(5, nested.many() ? 0 : 1);
    }
    return wire;
  }
}
