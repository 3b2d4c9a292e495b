/**
 * Logical time: what an event is stamped with so that stamps say which event may have caused which.
 *
 * <table>
 *   <caption>The clocks</caption>
 *   <tr><th>clock</th><th>a stamp</th><th>promise</th></tr>
 *   <tr><td>{@link dev.ordeal.protocols.clock.lamport.LamportClock}</td><td>a word</td>
 *       <td>clock condition</td></tr>
 *   <tr><td>{@link dev.ordeal.protocols.clock.vector.VectorClock}</td><td>n words</td>
 *       <td>strong clock condition</td></tr>
 *   <tr><td>{@link dev.ordeal.protocols.clock.version.VersionVector}</td><td>an entry a writing replica</td>
 *       <td>concurrent versions detected, with a writer a replica</td></tr>
 *   <tr><td>{@link dev.ordeal.protocols.clock.version.DottedVersionVector}</td><td>the same and a dot</td>
 *       <td>concurrent versions detected, with any number of clients</td></tr>
 *   <tr><td>{@link dev.ordeal.protocols.clock.intervaltree.IntervalTreeClock}</td><td>two trees</td>
 *       <td>strong clock condition while processes fork and join</td></tr>
 *   <tr><td>{@link dev.ordeal.protocols.clock.hybrid.HybridLogicalClock}</td><td>a word</td>
 *       <td>clock condition, close to the wall clock</td></tr>
 *   <tr><td>{@link dev.ordeal.protocols.clock.interval.IntervalClock}</td><td>a word</td>
 *       <td>external consistency, after a wait, if epsilon holds</td></tr>
 *   <tr><td>{@link dev.ordeal.protocols.clock.physical.PhysicalClock}</td><td>a word</td><td>none</td></tr>
 * </table>
 *
 * <p>Words used in one meaning: an <em>event</em> is a local step, a sending or a receipt; a <em>stamp</em> is what a
 * clock says of one; a → b is Lamport's <em>happened before</em>. The <em>clock condition</em> is: a → b implies that
 * a's stamp is below b's; the <em>strong clock condition</em> is that and its converse.
 *
 * <p>Every clock has the same operations: {@code tick} for a local event or a sending, {@code stamp} for the last
 * event's stamp, {@code observe} (or {@code merge}, where a receipt is no event) for what a message carried, {@code
 * compare}, {@code encode} and {@code decode}, and a length. Clocks that need a wall clock are told its time with each
 * call, so nothing here reads one.
 */
package dev.ordeal.protocols.clock;
