/**
 * The vault: what subjects upload and write is sealed under a key of their own, which can be
 * destroyed at once and with it every copy, backups too.
 */
@NullMarked
package com.anykoma.privacy.vault;

import org.jspecify.annotations.NullMarked;
