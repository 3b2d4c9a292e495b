package dev.ordeal.faultlab.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {
  private static final int SAMPLER = 900;

  private final SchemaRegistry registry =
      SchemaRegistry.of(List.of("sbe/sampler.xml", "sbe/raft.xml"), getClass().getClassLoader());
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private int end;

  private SchemaRegistryTest header(
      final int blockLength, final int templateId, final int schemaId, final int version) {
    return u16(blockLength).u16(templateId).u16(schemaId).u16(version);
  }

  private SchemaRegistryTest u8(final int value) {
    buffer.putByte(end++, (byte) value);
    return this;
  }

  private SchemaRegistryTest u16(final int value) {
    buffer.putShort(end, (short) value);
    end += 2;
    return this;
  }

  private SchemaRegistryTest i32(final int value) {
    buffer.putInt(end, value);
    end += 4;
    return this;
  }

  private SchemaRegistryTest i64(final long value) {
    buffer.putLong(end, value);
    end += 8;
    return this;
  }

  private SchemaRegistryTest text(final String text) {
    end += buffer.putStringWithoutLengthAscii(end, text);
    return this;
  }

  private void writeRequestVote() {
    header(24, 1, 11, 0).i64(3).i64(5).i64(2);
  }

  private void writeEverything() {
    final int block = 8 + 1 + 1 + 5 + 4 + 4 + 8 + 8 + 4;
    header(block, 1, SAMPLER, 1).i64(-2).u8(2).u8(5).i32(-7).u8(4).text("ab").u8(0).u8(0);
    u16(1).u16(-2).i64(Long.MIN_VALUE).i64(Double.doubleToRawLongBits(0.5)).i32(42);
    u16(8).u16(2);
    i64(6).i32(3).u8(1).u8(2).u8(255);
    i64(7).i32(32);
    writeRequestVote();
    u16(2).text("hi");
    i32(0);
  }

  private String print() {
    return registry.print(buffer, 0, end);
  }

  @Test
  void shouldPrintAMessageByItsSchema() {
    writeRequestVote();
    assertEquals("RequestVote{term=3, lastLogIndex=5, lastLogTerm=2}", print());
  }

  @Test
  void shouldPrintEverythingASchemaCanHold() {
    writeEverything();
    assertEquals(
        "Everything{count=18446744073709551614, colour=GREEN, flags=(wet|hot), point={x=-7, y=4}, tag='ab',"
            + " pair=[1, -2], maybe=none, ratio=0.5, late=42, entries=[{term=6, command=0x0102ff}, {term=7,"
            + " command=RequestVote{term=3, lastLogIndex=5, lastLogTerm=2}}], note='hi', body=0x}",
        print());
  }

  @Test
  void shouldPrintWhatALayerCarries() {
    header(32, 1, 1, 0).i64(1).i64(4).i64(9).i64(7).i32(32);
    writeRequestVote();
    assertEquals(
        "ReliableData{incarnation=1, peerIncarnation=4, sequence=9, oldest=7,"
            + " body=RequestVote{term=3, lastLogIndex=5, lastLogTerm=2}}",
        print());
    final int key = registry.keyOf("RequestVote");
    assertTrue(registry.isOrCarries(key, buffer, 0, end));
    assertTrue(registry.isOrCarries(registry.keyOf("ReliableData"), buffer, 0, end));
    assertFalse(registry.isOrCarries(registry.keyOf("Vote"), buffer, 0, end));
  }

  @Test
  void shouldReadNamesFromHeaders() {
    writeRequestVote();
    final int key = registry.templateKey(buffer, 0, end);
    assertEquals("RequestVote", registry.nameOf(key));
    assertEquals(key, registry.keyOf("RequestVote"));
    assertEquals(SchemaRegistry.UNKNOWN, registry.templateKey(buffer, 0, 7));
    assertEquals("unknown", registry.nameOf(SchemaRegistry.UNKNOWN));
    assertThrows(IllegalArgumentException.class, () -> registry.keyOf("RequestVotes"));
  }

  @Test
  void shouldPrintEveryBytesWithoutThrowing() {
    writeEverything();
    final byte[] whole = new byte[end];
    buffer.getBytes(0, whole);
    final CounterRandom random = new CounterRandom(1);
    for (int i = 0; i < 20_000; i++) {
      final byte[] bytes = whole.clone();
      for (long flips = random.nextLong(4); flips > 0; flips--) {
        bytes[(int) random.nextLong(bytes.length)] = (byte) random.nextLong();
      }
      final int length = (int) random.nextLong(0, bytes.length);
      final UnsafeBuffer exact = new UnsafeBuffer(bytes, 0, length);
      assertFalse(registry.print(exact, 0, length).isEmpty());
      registry.alter(exact, 0, length, random.nextLong());
      registry.isOrCarries(3, exact, 0, length);
    }
  }

  @Test
  void shouldPrintUnknownBytesAsHex() {
    i64(-1).u8(16);
    assertEquals("0xffffffffffffffff10", print());
    header(24, 1, 11, 0).i64(3);
    assertEquals("RequestVote{term=3, …cut short}", registry.print(buffer, 9, 16));
  }

  @Test
  void shouldAlterEveryFieldAndNothingElse() {
    writeEverything();
    final byte[] whole = new byte[end];
    buffer.getBytes(0, whole);
    final String before = print();
    final Map<String, Integer> alteredFields = new HashMap<>();
    final Set<String> colours = new TreeSet<>();
    for (int i = 0; i < 4_000; i++) {
      buffer.putBytes(0, whole);
      assertTrue(registry.alter(buffer, 0, end, CounterRandom.hash(1, i)));
      final String after = print();
      assertNotEquals(before, after);
      alteredFields.merge(firstDifference(before, after), 1, Integer::sum);
      final int y = buffer.getByte(8 + 14);
      assertTrue(y >= 1 && y <= 9, () -> "y=" + y);
      if (buffer.getByte(16) != 2) {
        colours.add(registry.print(buffer, 0, end).replaceAll(".*colour=(\\D?).*", "$1"));
      }
    }
    assertEquals(
        Set.of(
            "count", "colour", "flags", "x", "y", "tag", "pair", "maybe", "ratio", "late", "term", "command",
            "lastLogIndex", "lastLogTerm", "note"),
        alteredFields.keySet());
    assertEquals(Set.of("?", "B", "R"), colours);
  }

  private static String firstDifference(final String before, final String after) {
    int at = 0;
    while (before.charAt(at) == after.charAt(at)) {
      at++;
    }
    final int equals = before.lastIndexOf('=', at);
    int start = equals;
    while (Character.isLetter(before.charAt(start - 1))) {
      start--;
    }
    return before.substring(start, equals);
  }

  @Test
  void shouldAlterTheSameFieldTheSameWayForTheSameBits() {
    writeRequestVote();
    registry.alter(buffer, 0, end, 77);
    final String once = print();
    end = 0;
    writeRequestVote();
    registry.alter(buffer, 0, end, 77);
    assertEquals(once, print());
  }

  @Test
  void shouldFindNothingToAlterInAMessageWithoutFields() {
    header(0, 2, SAMPLER, 1);
    assertFalse(registry.alter(buffer, 0, end, 5));
    assertEquals("Empty{}", print());
  }

  @Test
  void shouldNameASchemaThatIsMissing() {
    final IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> SchemaRegistry.of(List.of("sbe/none.xml"), getClass().getClassLoader()));
    assertEquals("schema not on the class path: schema=sbe/none.xml", refused.getMessage());
  }
}
