/**
 * "How We Protect Your Data": encryption, and the removal of metadata that identifies a person.
 *
 * <ul>
 *   <li>P16: "All data is encrypted in transit and at rest"
 *   <li>P17: "We use industry-standard security practices"
 *   <li>P18: "Access to user data is restricted to essential personnel"
 * </ul>
 *
 * <p>Start at {@link com.anykoma.privacy.protection.vault.KeyService}: it provides the data
 * encryption keys that seal a subject's uploads and documents. {@link
 * com.anykoma.privacy.protection.metadata.MetadataStripper} removes the metadata of an image before
 * the image is sealed.
 */
@NullMarked
package com.anykoma.privacy.protection;

import org.jspecify.annotations.NullMarked;
