import GeoCore

extension DecayField {
  /// The threat at a place.
  public func value(at position: EarthPosition) -> FieldSample {
    withView(empty: FieldSample()) { Self.sample($0, at: position) }
  }

  /// The threat at many places, in their order.
  public func values(at positions: [EarthPosition], workers: Workers) -> [FieldSample] {
    workers.mapEach(positions.count, empty: FieldSample()) { range, results in
      withView(empty: ()) { view in
        for index in range { results[index] = Self.sample(view, at: positions[index]) }
      }
    }
  }

  private static func sample(_ view: FieldView, at position: EarthPosition) -> FieldSample {
    var components = SIMD4<Double>.zero
    var variance = 0.0
    for layer in view.layers {
      view.forEachPlace(of: layer, near: position) { place in
        let influence = view.influence(of: layer, squaredChord: view.squaredChord(place, position))
        guard influence > 0 else { return }
        components += influence * view.places[place].weights
        variance += influence * influence * view.places[place].squares
      }
    }
    return FieldSample(components: components, variance: variance)
  }
}
