/** A small tree that breaks each of the rules that span modules, so that the rules are seen to work. */
package dev.ordeal.benchmarks.planted;
