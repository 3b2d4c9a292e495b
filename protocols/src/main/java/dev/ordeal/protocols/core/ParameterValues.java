package dev.ordeal.protocols.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A value within bounds for every parameter of one algorithm, or of its clients. Immutable. */
public final class ParameterValues {
  private final Map<String, Long> valueByName;

  private ParameterValues(final Map<String, Long> valueByName) {
    this.valueByName = Collections.unmodifiableMap(valueByName);
  }

  /** Each parameter at its default. */
  public static ParameterValues defaultsOf(final List<Parameter> parameters) {
    return of(parameters, Map.of());
  }

  /**
   * Each parameter as chosen, or at its default.
   *
   * @throws IllegalArgumentException naming the parameter, the value and the bounds
   */
  public static ParameterValues of(final List<Parameter> parameters, final Map<String, Long> chosen) {
    final Map<String, Long> values = new TreeMap<>();
    for (final Parameter parameter : parameters) {
      final long value = chosen.getOrDefault(parameter.name(), parameter.defaultValue());
      if (value < parameter.min() || value > parameter.max()) {
        throw new IllegalArgumentException(
            "parameter out of range: %s=%d, min=%d, max=%d"
                .formatted(parameter.name(), value, parameter.min(), parameter.max()));
      }
      values.put(parameter.name(), value);
    }
    for (final String name : chosen.keySet()) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException("unknown parameter: name=%s, known=%s".formatted(name, values.keySet()));
      }
    }
    return new ParameterValues(values);
  }

  /** The value of a parameter: nanoseconds, a number, 0 and 1, or parts per billion. */
  public long value(final String name) {
    final Long value = valueByName.get(name);
    if (value == null) {
      throw new IllegalArgumentException("unknown parameter: name=%s, known=%s".formatted(name, valueByName.keySet()));
    }
    return value;
  }

  /** Whether a switch is on. */
  public boolean isOn(final String name) {
    return value(name) != 0;
  }

  /** All values by name, in order of name. */
  public Map<String, Long> asMap() {
    return valueByName;
  }

  @Override
  public String toString() {
    return valueByName.toString();
  }
}
