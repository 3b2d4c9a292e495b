package dev.ordeal.faultlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void shouldAlignTextLeftAndFiguresRight() {
    final TextTable table = new TextTable().left("cell").right("runs").left("verdict");
    table.row("bully/loss=10%", 200, "violated").row("raft", 5, "safe");
    assertEquals(
        """
        cell            runs  verdict
        ──────────────  ────  ────────
        bully/loss=10%   200  violated
        raft               5  safe
        """,
        table.render(120));
  }

  @Test
  void shouldWrapTheWidestTextToFitTheWidth() {
    final TextTable table = new TextTable().left("cell").right("n").left("why");
    table.row("bully/loss=10%,crashes=1", 200, "two leaders at once for longer than one delay");
    final String text = table.render(40);
    assertTrue(text.lines().allMatch(line -> line.length() <= 40), text);
    assertEquals("twoleadersatonceforlongerthanonedelay", lastColumn(text), "nothing is lost");
  }

  @Test
  void shouldWrapTheHeadersOfFiguresToFitTheWidthAndNoFigure() {
    final TextTable table = new TextTable().right("time-to-leader p50").right("longest-overlap").left("why");
    table.row("12345678 s", 7, "because it was asked to");
    final String text = table.render(40);
    assertTrue(text.lines().allMatch(line -> line.length() <= 40), text);
    assertTrue(text.contains("12345678 s"), text);
    assertTrue(text.contains("time-to-") && text.contains("p50") && text.contains("overlap"), text);
  }

  private static String lastColumn(final String text) {
    final int start = text.lines().findFirst().orElseThrow().indexOf("why");
    final StringBuilder joined = new StringBuilder();
    text.lines().skip(2).filter(l -> l.length() > start).forEach(l -> joined.append(l.substring(start)));
    return joined.toString().replace(" ", "");
  }

  @Test
  void shouldKeepColumnsInPlaceWhenColoured() {
    final TextTable table = new TextTable().left("a").right("b");
    table.row().cell("x", TextTable.Tone.BAD).cell(7, TextTable.Tone.GOOD);
    assertEquals(table.render(80), table.render(80, true).replaceAll("\u001b\\[[0-9]*m", ""));
    assertTrue(table.render(80, true).contains("\u001b[31mx"));
  }

  @Test
  void shouldHonourNoColor() {
    assertTrue(TextTable.isColourWanted(Map.of("NO_COLOR", ""), true), "an empty NO_COLOR counts as unset");
    assertFalse(TextTable.isColourWanted(Map.of("NO_COLOR", "1"), true));
    assertFalse(TextTable.isColourWanted(Map.of(), false));
    assertFalse(TextTable.isColourWanted(Map.of("TERM", "dumb"), true));
  }

  @Test
  void shouldRefuseMoreCellsThanColumns() {
    final TextTable table = new TextTable().left("a");
    assertThrows(IllegalArgumentException.class, () -> table.row("x", "y"));
  }
}
