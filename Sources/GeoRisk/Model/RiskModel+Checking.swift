import ThreatField

extension RiskModel {
  /// Refuses a threat decay that makes no kernel, and a profile that is not there, before any data are read.
  ///
  /// - Throws: `GeoRiskError` with category `.usage`.
  public func checkThreat(profile: String) throws(GeoRiskError) {
    do throws(KernelError) {
      _ = try DecayKernel(threat)
    } catch {
      throw GeoRiskError(.usage, "the threat's decay cannot be made: \(error)")
    }
    do throws(GeoRiskError) {
      _ = try weights(ofProfile: profile)
    } catch {
      throw GeoRiskError(.usage, error.what, suggestion: error.suggestion)
    }
  }
}
