package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.edge.EraseAccountEdge;
import com.anykoma.privacy.retention.removal.Breaker;
import com.anykoma.privacy.retention.removal.Order;
import com.anykoma.privacy.rights.erasure.ErasureService;
import java.util.Optional;

/** HTTP, ID token: takes a person's request to be erased, or takes it back while it can be. */
@Keeps({"P20", "P23", "P38"})
public final class EraseAccountFunction extends EraseAccountEdge {
  private final ErasureService erasures;

  public EraseAccountFunction() {
    this(Wiring.of(EraseAccountFunction.class));
  }

  EraseAccountFunction(Wiring wiring) {
    super(wiring.accounts(), wiring.clock());
    this.erasures = wiring.erasures();
  }

  @Override
  protected Order request(SubjectId asking) {
    return erasures.request(asking, Breaker.REQUESTED);
  }

  @Override
  protected Optional<Order> undo(SubjectId asking) {
    return erasures.undo(asking);
  }

  @Override
  protected Optional<Order> status(SubjectId asking) {
    return erasures.status(asking);
  }
}
