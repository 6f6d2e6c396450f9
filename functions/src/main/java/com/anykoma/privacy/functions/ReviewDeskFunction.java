package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.ReviewDeskHandler;
import com.anykoma.privacy.functions.http.StaffOnly;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;

/** HTTP, staff: review of de-identified content, for improvement and for safety. */
@Keeps({"P5", "P18", "P33"})
public final class ReviewDeskFunction extends HttpFrame<VerifiedToken> {
  public ReviewDeskFunction() {
    this(Wiring.of(ReviewDeskFunction.class));
  }

  ReviewDeskFunction(Wiring wiring) {
    super(
        new StaffOnly(wiring.access(), ReviewDeskHandler::role, "GET", "POST"),
        new ReviewDeskHandler(
            wiring.services().improvementReviews(),
            wiring.services().safetyReviews(),
            wiring.services().safetyRequests(),
            wiring.services().breakGlass()));
  }
}
