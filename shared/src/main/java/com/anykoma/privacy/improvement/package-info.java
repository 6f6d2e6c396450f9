/**
 * "Data for Service Improvement" and "Sensitive Information": free users' data is used to improve
 * the service only without its owner.
 *
 * <ul>
 *   <li>P5: "Your content may be reviewed (after removing account identifiers) to improve safety
 *       and quality"
 *   <li>P29: "For free plan users, we may use anonymized and aggregated data to"
 *   <li>P30: "Improve image generation quality", "Enhance safety features", "Develop new features",
 *       "Fix bugs and issues"
 *   <li>P32: "Do not include sensitive personal information in your prompts, such as passwords,
 *       financial details, or private health information."
 *   <li>P33: "Prompts are processed by AI systems and may be reviewed for safety purposes."
 * </ul>
 *
 * <p>Start at {@link com.anykoma.privacy.improvement.detection.TextDetector}: it finds personal
 * data in text.
 */
@NullMarked
package com.anykoma.privacy.improvement;

import org.jspecify.annotations.NullMarked;
