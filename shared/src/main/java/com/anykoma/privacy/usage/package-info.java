/**
 * "Data Usage by Plan Type": which uses of a person's content their plan permits.
 *
 * <ul>
 *   <li>P3: "Prompts and responses may be used to improve our AI models and service"
 *   <li>P4: "Data is processed to enhance the quality of image generation"
 *   <li>P6: "To opt out of having your data used for service improvement, consider upgrading to a
 *       paid plan."
 *   <li>P7: "When you subscribe to a paid plan"
 *   <li>P8: "Your prompts and images are not used to train or improve our AI models"
 *   <li>P9: "Your data is processed only to provide the service you requested"
 *   <li>P10: "Enhanced privacy protections apply to your content"
 *   <li>P25: "Opt out of data usage for model improvement (by upgrading to paid plans)"
 * </ul>
 *
 * <p>Start at {@link com.anykoma.privacy.usage.training.TrainingGate}: the rule that decides
 * whether an item may be used for training. {@link com.anykoma.privacy.usage.plan.PlanRules}
 * derives the plan from the subscriptions. {@link com.anykoma.privacy.usage.consent.ConsentHistory}
 * derives the periods of consent from the consent records.
 */
@NullMarked
package com.anykoma.privacy.usage;

import org.jspecify.annotations.NullMarked;
