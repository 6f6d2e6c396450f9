package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.ProxiedSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The only way out of a deployed function: every client asks it for a proxy before it connects, and
 * it refuses a host that {@code processors.yaml} does not list (P27, P31). A refusal is an alarm.
 */
final class Egress extends ProxySelector {
  private static final Log LOG = Log.of(Egress.class);
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  private final Predicate<String> isListed;
  private final boolean allowsLoopback;
  private final Optional<ProxySelector> next;

  Egress(Predicate<String> isListed, boolean allowsLoopback, Optional<ProxySelector> next) {
    this.isListed = isListed;
    this.allowsLoopback = allowsLoopback;
    this.next = next;
  }

  /**
   * Makes this process refuse all hosts that are not listed.
   *
   * @param allowsLoopback for emulators
   */
  static synchronized void install(Predicate<String> isListed, boolean allowsLoopback) {
    Optional<ProxySelector> before = Optional.ofNullable(ProxySelector.getDefault());
    ProxySelector.setDefault(
        new Egress(
            isListed,
            allowsLoopback,
            before.flatMap(it -> it instanceof Egress installed ? installed.next : before)));
  }

  @Override
  public List<Proxy> select(URI target) {
    String host = String.valueOf(target.getHost());
    boolean isAllowed = LOOPBACK.contains(host) ? allowsLoopback : isListed.test(host);
    if (!isAllowed) {
      LOG.severe(
          "alarm: a connection to a host that processors.yaml does not list was refused",
          LogField.HOST.of(host));
      throw new IllegalArgumentException(
          "processors.yaml does not list the host " + host + "; nothing was sent to it");
    }
    return next.map(it -> it.select(target)).orElse(List.of(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
    next.ifPresent(it -> it.connectFailed(target, proxy, failure));
  }

  /** Asks the installed selector for gRPC, whose own detector does not end after a refusal. */
  static @Nullable ProxiedSocketAddress proxyOf(SocketAddress target) throws IOException {
    InetSocketAddress to = (InetSocketAddress) target;
    try {
      URI uri = URI.create("https://" + to.getHostString() + ":" + to.getPort());
      Proxy proxy = ProxySelector.getDefault().select(uri).get(0);
      if (proxy.type() != Proxy.Type.HTTP) {
        return null;
      }
      InetSocketAddress via = (InetSocketAddress) proxy.address();
      return HttpConnectProxiedSocketAddress.newBuilder()
          .setTargetAddress(to)
          .setProxyAddress(
              new InetSocketAddress(InetAddress.getByName(via.getHostString()), via.getPort()))
          .build();
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }
}
