package com.anykoma.privacy.platform;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Interception of the calls of a port, instead of a class that delegates every method. */
public final class PortProxy {
  private PortProxy() {}

  /**
   * A call of a port.
   *
   * @param arguments may be replaced before {@link #proceed}
   */
  public record Call(Object port, Method method, List<@Nullable Object> arguments) {
    /** The name of the called method. */
    public String name() {
      return method.getName();
    }

    /** The argument at an index from 0, which is not null. */
    public Object argument(int index) {
      return Objects.requireNonNull(arguments.get(index));
    }

    /** Calls the real port. Returns its result and throws its exceptions. */
    public @Nullable Object proceed() throws Throwable {
      try {
        return method.invoke(port, arguments.toArray());
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  /** Answers a call of a port, in most cases by {@link Call#proceed}. */
  @FunctionalInterface
  public interface Interceptor {
    /** Returns the result of the call, or throws an exception that the method declares. */
    @Nullable Object intercept(Call call) throws Throwable;
  }

  /** A port whose calls pass the interceptor; those of the methods of {@code Object} do not. */
  public static <T> T of(Class<T> port, T real, Interceptor interceptor) {
    Object proxy =
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, method, given) -> {
              Call call = new Call(real, method, given == null ? List.of() : Arrays.asList(given));
              return method.getDeclaringClass() == Object.class
                  ? call.proceed()
                  : interceptor.intercept(call);
            });
    return port.cast(proxy);
  }

  /**
   * A cloud with some other ports.
   *
   * @param ports by the name of their method in {@link Cloud}
   */
  public static Cloud replacing(Cloud cloud, Map<String, Supplier<?>> ports) {
    return of(
        Cloud.class,
        cloud,
        call -> {
          Supplier<?> other = ports.get(call.name());
          return other == null ? call.proceed() : other.get();
        });
  }
}
