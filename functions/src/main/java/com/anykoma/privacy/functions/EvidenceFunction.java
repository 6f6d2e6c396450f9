package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EvidenceEdge;
import com.anykoma.privacy.rights.erasure.OrdersService;

/** HTTP, staff: how the orders to erase and purge stand, and the public keys; it names nobody. */
@Keeps({"P18", "P20", "P23"})
public final class EvidenceFunction extends EvidenceEdge {
  private final OrdersService orders;

  public EvidenceFunction() {
    this(Wiring.of(EvidenceFunction.class));
  }

  EvidenceFunction(Wiring wiring) {
    super(wiring.accounts(), wiring.evidence());
    this.orders = wiring.orders();
  }

  @Override
  protected OrdersService.Overview overview() {
    return orders.overview();
  }
}
