package dev.ordeal.faultlab.judge;

import java.nio.file.Path;

/**
 * How to judge.
 *
 * @param format one of the judge's formats, or null to find out by looking
 * @param budgetNs wall-clock nanoseconds for one file; whatever is not decided by then is undecided; explaining a
 *     violation may take as long again for each step
 * @param pictures the folder for pictures of what was found, or null for none
 */
public record JudgeSettings(String format, long budgetNs, Path pictures) {}
