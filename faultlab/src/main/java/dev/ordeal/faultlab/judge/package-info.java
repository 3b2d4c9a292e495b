/**
 * Files that somebody else recorded, judged: who can judge is found by name, {@link
 * dev.ordeal.faultlab.judge.FileJudge}; readers of the formats in which histories come; what was found, in words, as
 * JSON and as pictures.
 */
package dev.ordeal.faultlab.judge;
