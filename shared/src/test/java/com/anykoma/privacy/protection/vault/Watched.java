package com.anykoma.privacy.protection.vault;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Ports with somebody who has a say before and after every operation. */
public final class Watched {
  private Watched() {}

  /** What is said; a failure that it throws is the operation's. */
  public interface Watch {
    /** Before the operation is done. */
    default void before(String operation) throws IOException {}

    /** The same, told of which port it is. */
    default void before(String port, String operation) throws IOException {
      before(operation);
    }

    /** When it is done; gives its answer, or another. */
    default @Nullable Object after(String operation, @Nullable Object answer) throws IOException {
      return answer;
    }
  }

  /** The port, watched. */
  public static <T> T port(Class<T> type, T port, Watch watch) {
    return port(type, port, type.getSimpleName(), watch);
  }

  /** The port, watched under a name. */
  public static <T> T port(Class<T> type, T port, String name, Watch watch) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              watch.before(name, method.getName());
              try {
                return watch.after(method.getName(), method.invoke(port, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Has something else happen once, just before an operation of this name. */
  public static <T> T overtaken(Class<T> type, T port, String operation, Runnable overtaking) {
    return port(
        type,
        port,
        new Watch() {
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

  /** Has something else happen once, just after an operation of this name. */
  public static <T> T followed(Class<T> type, T port, String operation, Runnable following) {
    return port(
        type,
        port,
        new Watch() {
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

  /** The answer of the first operation of this name is lost, though it was done. */
  public static <T> T unanswered(Class<T> type, T port, String operation) {
    return port(
        type,
        port,
        new Watch() {
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

  /** The first operation of this name is refused, and not done. */
  public static <T> T refused(Class<T> type, T port, String operation) {
    return port(
        type,
        port,
        new Watch() {
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

  /** The first operation of this name answers something else. */
  public static <T> T answering(Class<T> type, T port, String operation, Object instead) {
    return port(
        type,
        port,
        new Watch() {
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
