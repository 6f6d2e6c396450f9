package com.anykoma.privacy.protection.vault;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Wraps ports so that a test can run code or inject failures around each operation. */
public final class InterceptedPorts {
  private InterceptedPorts() {}

  /** Code around each operation; an exception that it throws becomes the operation's failure. */
  public interface Interceptor {
    /** Runs before the operation. */
    default void before(String operation) throws IOException {}

    /** Runs before the operation, with the port's name. */
    default void before(String port, String operation) throws IOException {
      before(operation);
    }

    /** Runs after the operation. Returns {@code answer} or a replacement. */
    default @Nullable Object after(String operation, @Nullable Object answer) throws IOException {
      return answer;
    }
  }

  /** Wraps a port under its type's name. */
  public static <T> T wrap(Class<T> type, T port, Interceptor interceptor) {
    return wrap(type, port, type.getSimpleName(), interceptor);
  }

  /** Wraps a port under a name. */
  public static <T> T wrap(Class<T> type, T port, String name, Interceptor interceptor) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              interceptor.before(name, method.getName());
              try {
                return interceptor.after(method.getName(), method.invoke(port, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Runs {@code overtaking} once, before the first operation of this name. */
  public static <T> T runBefore(Class<T> type, T port, String operation, Runnable overtaking) {
    return wrap(
        type,
        port,
        new Interceptor() {
          private boolean overtaken;

          @Override
          public void before(String each) {
            if (each.equals(operation) && !overtaken) {
              overtaken = true;
              overtaking.run();
            }
          }
        });
  }

  /** Runs {@code following} once, after the first operation of this name. */
  public static <T> T runAfter(Class<T> type, T port, String operation, Runnable following) {
    return wrap(
        type,
        port,
        new Interceptor() {
          private boolean followed;

          @Override
          public @Nullable Object after(String each, @Nullable Object answer) {
            if (each.equals(operation) && !followed) {
              followed = true;
              following.run();
            }
            return answer;
          }
        });
  }

  /** Performs the first operation of this name, but throws instead of returning its result. */
  public static <T> T loseFirstResponse(Class<T> type, T port, String operation) {
    return wrap(
        type,
        port,
        new Interceptor() {
          private boolean lost;

          @Override
          public @Nullable Object after(String each, @Nullable Object answer) {
            if (each.equals(operation) && !lost) {
              lost = true;
              throw new IllegalStateException("the connection broke");
            }
            return answer;
          }
        });
  }

  /** Throws before the first operation of this name, which is not performed. */
  public static <T> T failFirst(Class<T> type, T port, String operation) {
    return wrap(
        type,
        port,
        new Interceptor() {
          private boolean refused;

          @Override
          public void before(String each) {
            if (each.equals(operation) && !refused) {
              refused = true;
              throw new IllegalStateException("refused " + operation);
            }
          }
        });
  }

  /** Replaces the result of the first operation of this name. */
  public static <T> T answerFirst(Class<T> type, T port, String operation, Object instead) {
    return wrap(
        type,
        port,
        new Interceptor() {
          private boolean answered;

          @Override
          public @Nullable Object after(String each, @Nullable Object answer) {
            if (!each.equals(operation) || answered) {
              return answer;
            }
            answered = true;
            return instead;
          }
        });
  }
}
