import ArgumentParser
import GeoRisk

/// Turns arguments into values by the library's own rules.
enum Parse {
  /// Metres.
  static func distance(_ text: String) throws -> Double { try Quantity.metres(text, for: "") }

  /// Days.
  static func duration(_ text: String) throws -> Double { try Quantity.days(text, for: "") }

  /// A date such as 2026-07-31.
  static func day(_ text: String) throws -> CalendarDay {
    guard let day = CalendarDay(iso: text) else {
      throw ValidationError("it is no date of the calendar; write one like 2026-07-31")
    }
    return day
  }

  /// Longitude and latitude in degrees.
  static func place(_ text: String) throws -> Coordinate {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
    guard numbers.count == 2, abs(numbers[0]) <= 180, abs(numbers[1]) <= 90 else {
      throw ValidationError("write longitude,latitude in degrees, like --at=-6.14,14.88")
    }
    return Coordinate(longitude: numbers[0], latitude: numbers[1])
  }

  /// Refuses to read standard input twice.
  static func checkStandardInput(_ paths: [String?]) throws {
    if paths.count(where: { $0 == "-" }) > 1 { throw ValidationError("only one input can be standard input") }
  }

  /// Refuses to mix results and rejects on standard output.
  static func checkStandardOutput(_ output: OutputOption, _ reading: ReadingOptions) throws {
    if output.output == "-", reading.rejects == "-" {
      throw ValidationError("results and rejects cannot both go to standard output; name a file for one")
    }
  }

  /// West, south, east, north in degrees; an east below the west lies across the antimeridian.
  static func extent(_ text: String) throws -> Envelope {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
    guard numbers.count == 4, numbers.allSatisfy(\.isFinite) else {
      throw ValidationError("write west,south,east,north in degrees, like --extent=-12.5,10,-3,16")
    }
    guard numbers[1] < numbers[3], numbers[0] != numbers[2], abs(numbers[1]) <= 90, abs(numbers[3]) <= 90,
      abs(numbers[0]) <= 180, abs(numbers[2]) <= 180
    else {
      throw ValidationError("the order is west,south,east,north, with south below north, within ±180 and ±90")
    }
    return Envelope(minX: numbers[0], minY: numbers[1], maxX: numbers[2], maxY: numbers[3])
  }
}

extension KernelFamily: ExpressibleByArgument {}

/// How a surface is written.
enum SurfaceFormat: String, ExpressibleByArgument, CaseIterable { case isobands, grid, points }
