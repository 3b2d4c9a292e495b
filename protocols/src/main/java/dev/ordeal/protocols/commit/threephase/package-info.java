/** Three-phase commit. */
package dev.ordeal.protocols.commit.threephase;
