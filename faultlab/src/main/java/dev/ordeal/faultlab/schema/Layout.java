package dev.ordeal.faultlab.schema;

import java.util.List;
import uk.co.real_logic.sbe.PrimitiveType;

/** The layout of one message or record. */
record Layout(String name, int key, int version, Body body) {
  /** What a message consists of after its header, or a group's entry: a block of fields, then groups, then data. */
  record Body(List<Field> fields, List<Group> groups, List<Data> data) {}

  /** A group: a header of {@code headerLength} bytes, then entries. */
  record Group(
      String name,
      int headerLength,
      int blockLengthOffset,
      PrimitiveType blockLengthType,
      int countOffset,
      PrimitiveType countType,
      Body body) {}

  /** Bytes of variable length behind their own length of {@code headerLength} bytes. */
  record Data(String name, int headerLength, PrimitiveType lengthType, boolean isText) {}
}
