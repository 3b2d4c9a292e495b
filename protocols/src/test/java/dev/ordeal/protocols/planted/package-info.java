/** Classes that break each rule that algorithms are held to, so that a test can see the rules catch them. */
package dev.ordeal.protocols.planted;
