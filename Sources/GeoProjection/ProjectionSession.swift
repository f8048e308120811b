import CPROJ

/// One PROJ context that neither prints nor asks the network, and keeps the last message for whoever asks.
///
/// A context belongs to one thread at a time. Objects made in it must be destroyed before it.
struct ProjectionSession: ~Copyable {
  let context: OpaqueContext
  private let slot: UnsafeMutablePointer<String?>

  typealias OpaqueContext = UnsafeMutablePointer<pj_ctx>

  /// Nil only when memory has run out.
  init?() {
    guard let context = proj_context_create() else { return nil }
    self.context = context
    slot = .allocate(capacity: 1)
    slot.initialize(to: nil)
    proj_context_set_enable_network(context, 0)
    _ = proj_log_level(context, PJ_LOG_ERROR)
    // The message proper reaches only this callback; the error number's own text is "Unknown error".
    proj_log_func(context, slot) { data, _, text in
      guard let data, let text else { return }
      let slot = data.assumingMemoryBound(to: String?.self)
      // PROJ logs the cause first and what failed because of it afterwards.
      if slot.pointee == nil { slot.pointee = String(cString: text) }
    }
  }

  deinit {
    _ = proj_context_destroy(context)
    slot.deinitialize(count: 1)
    slot.deallocate()
  }

  /// The first message since the last call, without PROJ's function-name prefix.
  func takeMessage() -> String {
    defer { slot.pointee = nil }
    guard let message = slot.pointee else { return "PROJ gives no reason" }
    guard message.hasPrefix("proj_"), let colon = message.firstIndex(of: ":") else { return message }
    return String(message[colon...].dropFirst().drop(while: \.isWhitespace))
  }
}
