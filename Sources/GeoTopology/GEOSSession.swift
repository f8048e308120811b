import CGEOS
import GeoCore
import Synchronization

/// One GEOS context for one operation, and the typed errors of everything done in it.
///
/// How this target talks to GEOS: each public call opens a session, turns values into handles, calls GEOS,
/// turns the result back into values, and lets all of it go. A session never leaves the call that opened it,
/// so no context is ever used by two tasks. Opening one costs 45 ns.
///
///     let session = try GEOSSession("union")
///     let input = try session.make(polygons)
///     let result = try session.own(GEOSUnaryUnion_r(session.context, input.pointer), from: "GEOSUnaryUnion_r")
///     return try session.areas(of: result.pointer)
final class GEOSSession {
  let context: GEOSContextHandle_t
  let operation: String
  // On the heap, because GEOS keeps the address.
  private let slot: UnsafeMutablePointer<String?>

  // GEOS_init_r writes a global without synchronisation (libgeos issue 1311).
  private static let opening = Mutex<Void>(())

  init(_ operation: String) throws(TopologyError) {
    // Written under the lock and read by this very thread: the pointer only has to leave the closure.
    nonisolated(unsafe) var opened: GEOSContextHandle_t?
    Self.opening.withLock { _ in opened = GEOS_init_r() }
    guard let context = opened else {
      throw TopologyError(operation: operation, function: "GEOS_init_r", message: "out of memory")
    }
    self.context = context
    self.operation = operation
    slot = .allocate(capacity: 1)
    slot.initialize(to: nil)
    _ = GEOSContext_setErrorMessageHandler_r(
      context,
      { text, slot in
        guard let text, let slot else { return }
        slot.assumingMemoryBound(to: String?.self).pointee = String(cString: text)
      }, slot)
  }

  deinit {
    GEOS_finish_r(context)
    slot.deinitialize(count: 1)
    slot.deallocate()
  }

  /// The error for a call that has just failed. Takes the message, so that no later failure repeats it.
  func failure(_ function: String) -> TopologyError {
    let message = slot.pointee ?? "GEOS gives no reason"
    slot.pointee = nil
    return TopologyError(operation: operation, function: function, message: message)
  }

  /// The error for an argument refused before GEOS sees it.
  func refusal(_ message: String) -> TopologyError {
    TopologyError(operation: operation, function: "argument check", message: message)
  }

  /// Takes ownership of a geometry that GEOS has made, or throws when it made none.
  func own(_ pointer: GEOSGeom?, from function: String) throws(TopologyError) -> GeometryHandle {
    guard let pointer else { throw failure(function) }
    return GeometryHandle(pointer, in: self)
  }

  /// Reads a predicate's answer: 0, 1, or 2 for an exception.
  func truth(_ answer: CChar, from function: String) throws(TopologyError) -> Bool {
    guard answer == 0 || answer == 1 else { throw failure(function) }
    return answer == 1
  }
}

/// Sole owner of a GEOS geometry; keeps its session alive.
struct GeometryHandle: ~Copyable {
  private var owned: GEOSGeom?
  private let session: GEOSSession
  /// For passing to GEOS; dies with the handle.
  let pointer: UnsafePointer<GEOSGeometry>

  init(_ pointer: GEOSGeom, in session: GEOSSession) {
    owned = pointer
    self.pointer = UnsafePointer(pointer)
    self.session = session
  }

  deinit {
    if let owned { GEOSGeom_destroy_r(session.context, owned) }
  }

  /// Gives the geometry up to a GEOS call that takes ownership, also when that call fails.
  consuming func release() -> GEOSGeom? {
    let given = owned
    owned = nil
    return given
  }
}
