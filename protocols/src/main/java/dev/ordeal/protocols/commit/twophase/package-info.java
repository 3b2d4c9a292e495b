/**
 * Two-phase commit, presuming nothing, abort or commit.
 */
package dev.ordeal.protocols.commit.twophase;
