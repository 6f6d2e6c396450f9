package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the emulators have still to tell, as far as this process knows: so that a story can wait for
 * everything that follows from a step of it.
 */
final class PendingEvents {
  /** The collection of marks: Firestore tells of them after whatever was written before. */
  static final String MARKS = "bridgeMarks";

  private static final Duration LOOK_AGAIN = Duration.ofMillis(1);
  private static final Duration MAX_WAITING = Duration.ofSeconds(10);

  private final Documents documents;
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong deletions = new AtomicLong();
  private final AtomicLong marks = new AtomicLong();
  private final AtomicLong lastMark = new AtomicLong();
  private final Set<String> pushed = ConcurrentHashMap.newKeySet();

  PendingEvents(Documents documents) {
    this.documents = documents;
  }

  /** The same documents as the functions see them: the marks are this tool's own, on no map. */
  static Documents withoutMarks(Documents documents) {
    return proxy(
        Documents.class,
        (proxy, method, arguments) -> {
          Object answer = call(documents, method, arguments);
          return method.getName().equals("collections") && answer instanceof List<?> ids
              ? ids.stream().filter(each -> !each.equals(MARKS)).toList()
              : answer;
        });
  }

  /** Accounts whose deletions are remembered until they are told of. */
  Accounts counting(Accounts accounts) {
    return proxy(
        Accounts.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("delete")) {
            if (accounts.get((SubjectId) arguments[0]).isEmpty()) {
              return null;
            }
            deletionBegun();
          }
          return call(accounts, method, arguments);
        });
  }

  private static <T> T proxy(Class<T> port, InvocationHandler calls) {
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, calls));
  }

  private static @Nullable Object call(Object port, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(port, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Tasks whose publication is remembered until they are pushed. */
  Tasks counting(Tasks tasks) {
    return (List<Task> more) -> {
      published.addAndGet(more.size());
      try {
        tasks.publish(more);
      } catch (RuntimeException e) {
        published.addAndGet(-more.size());
        throw e;
      }
    };
  }

  /** A message was pushed, maybe again. */
  void taskTold(String message) {
    pushed.add(message);
  }

  /** An account is being deleted. */
  void deletionBegun() {
    deletions.incrementAndGet();
  }

  /** A deletion was told of, maybe one that nobody here began. */
  void deletionTold() {
    deletions.updateAndGet(now -> Math.max(0, now - 1));
  }

  /** Whether every task and deletion was told of. */
  boolean isNothing() {
    return published.get() <= pushed.size() && deletions.get() == 0;
  }

  /** Whether a mark that is written now was told of in time. */
  boolean markCameBack() {
    long mark = marks.incrementAndGet();
    DocumentPath path = DocumentPath.of(MARKS, String.valueOf(mark));
    documents.create(path, Fields.empty());
    long start = System.nanoTime();
    while (lastMark.get() < mark && System.nanoTime() - start < MAX_WAITING.toNanos()) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return lastMark.get() >= mark;
  }

  /** A mark was told of. */
  void marked(String id) {
    lastMark.accumulateAndGet(Long.parseLong(id), Math::max);
  }
}
