/** The six ports on SQLite, a folder and a key file: one machine's cloud, and what tests run on. */
@NullMarked
package com.anykoma.privacy.platform.embedded;

import org.jspecify.annotations.NullMarked;
