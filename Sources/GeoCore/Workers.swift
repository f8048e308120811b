import Dispatch
import Synchronization

/// Runs independent pieces of work on a fixed number of threads, results in order.
///
/// Which thread takes which piece is not fixed; what each piece computes is. So a result never depends on the
/// number of threads as long as a piece depends on its index alone.
public struct Workers: Hashable, Sendable {
  /// The most threads used at once, at least 1.
  public let threads: Int

  /// Makes a pool description; no thread is kept between calls.
  ///
  /// - Parameter threads: the most threads to use; values below 1 are taken as 1.
  public init(threads: Int) { self.threads = max(1, threads) }

  /// The values of `body` for 0 ..< `count`, in order.
  ///
  /// - Parameters:
  ///   - count: number of pieces.
  ///   - progress: told after each piece how many are done; called from any thread.
  ///   - body: computes one piece from its index.
  public func map<Value: Sendable>(
    _ count: Int, progress: (@Sendable (Int) -> Void)? = nil, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    guard count > 0 else { return [] }
    let next = Atomic<Int>(0)
    let done = Atomic<Int>(0)
    return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      // Each index is taken, and so initialised, by one thread; nothing reads before all are done.
      nonisolated(unsafe) let base = buffer
      @Sendable func work() {
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < count else { break }
          base.initializeElement(at: index, to: body(index))
          progress?(done.wrappingAdd(1, ordering: .relaxed).newValue)
        }
      }
      let hands = min(threads, count)
      if hands == 1 { work() } else { DispatchQueue.concurrentPerform(iterations: hands) { _ in work() } }
      initialized = count
    }
  }

  /// The values of `body` for 0 ..< `count`, in order, a few thousand at a time: for many small pieces.
  @inlinable package func inBlocks<Value: Sendable>(of count: Int, _ body: @Sendable (Int) -> Value)
    -> [Value]
  {
    let block = 4_096
    return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      LargePages.advise(for: buffer)
      // Each block is written by one thread, and nothing reads before all are done.
      nonisolated(unsafe) let base = buffer
      _ = map((count + block - 1) / block) { number in
        for index in number * block..<min((number + 1) * block, count) {
          base.initializeElement(at: index, to: body(index))
        }
      }
      initialized = count
    }
  }

  /// The values of a throwing `body` for 0 ..< `count`, in order; the error of the lowest failing index wins.
  public func tryMap<Value: Sendable, Failure: Error>(
    _ count: Int, progress: (@Sendable (Int) -> Void)? = nil,
    _ body: @Sendable (Int) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    let results = map(count, progress: progress) { index -> Result<Value, Failure> in
      do throws(Failure) { return .success(try body(index)) } catch { return .failure(error) }
    }
    var values: [Value] = []
    values.reserveCapacity(count)
    for result in results { values.append(try result.get()) }
    return values
  }
}
