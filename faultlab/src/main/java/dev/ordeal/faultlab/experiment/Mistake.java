package dev.ordeal.faultlab.experiment;

/**
 * Something wrong in an experiment file.
 *
 * @param text a lower-case clause, then values and bounds, then a suggestion
 * @param at where: {@code file:line:column}, or the option that brought it in
 */
public record Mistake(String text, String at) {
  @Override
  public String toString() {
    return text + " (" + at + ")";
  }
}
