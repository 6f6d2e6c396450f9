package com.anykoma.privacy.functions;

import com.anykoma.privacy.consent.ConsentService;
import com.anykoma.privacy.plan.ClaimsService;
import com.anykoma.privacy.plan.PlanService;

/** Every function that is deployed, with its entry point and its trigger. */
@SuppressWarnings("ImmutableEnumChecker") // every trigger is a record of strings
public enum Deployed {
  STRIPE_WEBHOOK(StripeWebhookFunction.class, new Trigger.Http()),
  ACCOUNT_WRITTEN(AccountWrittenFunction.class, new Trigger.DocumentWritten("users/{uid}")),
  CONTENT_WRITTEN(
      ContentWrittenFunction.class, new Trigger.DocumentWritten("users/{uid}/{collection}/{id}")),
  USER_DELETED(UserDeletedFunction.class, new Trigger.AccountDeleted()),
  WITHDRAW(WithdrawFunction.class, new Trigger.TaskPublished(ConsentService.WITHDRAW)),
  CLAIMS(ClaimsFunction.class, new Trigger.TaskPublished(ClaimsService.TOPIC)),
  REDRIVE(RedriveFunction.class, new Trigger.TaskPublished(PlanService.REDRIVE));

  private final Class<?> entryPoint;
  private final Trigger trigger;

  Deployed(Class<?> entryPoint, Trigger trigger) {
    this.entryPoint = entryPoint;
    this.trigger = trigger;
  }

  /** The name that it is deployed under: the entry point's, without {@code Function}. */
  public String functionName() {
    return entryPoint.getSimpleName().replaceFirst("Function$", "");
  }

  public Class<?> entryPoint() {
    return entryPoint;
  }

  public Trigger trigger() {
    return trigger;
  }
}
