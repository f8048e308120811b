import TestSupport
import Testing

@testable import GeoRisk

@Suite("SHA-256")
struct SHA256Tests {
  private static func digest(_ bytes: [UInt8], instructions: Bool = SHA256.hasInstructions) -> String {
    bytes.withUnsafeBufferPointer { SHA256.hexDigest(of: $0, instructions: instructions) }
  }

  // NIST's examples for FIPS 180-4.
  @Test(
    "published examples",
    arguments: [
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func published(_ text: String, _ digest: String) {
    #expect(Self.digest(Array(text.utf8)) == digest)
  }

  // Digests of a run of the letter a, from Python's hashlib.
  @Test(
    "lengths round the padding's edges",
    arguments: [
      (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
      (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
      (63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
      (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
      (65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"),
      (119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
      (120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"),
      (8_388_673, "1137f0f6fa5a6e61579a3bff3f040390c47ef040acb511d4cddc7b1dbfd283ae"),
      (100000, "6d1cf22d7cc09b085dfc25ee1a1f3ae0265804c607bc2074ad253bcc82fd81ee"),
    ])
  func lengths(_ count: Int, _ digest: String) {
    #expect(Self.digest([UInt8](repeating: 0x61, count: count)) == digest)
  }

  @Test("the processor's instructions and plain Swift agree", .enabled(if: SHA256.hasInstructions))
  func twins() {
    var random = SeededRandom(seed: 91)
    for count in Array(0..<200) + [4_096, 100_001] {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(
        Self.digest(bytes) == Self.digest(bytes, instructions: false),
        "seed 91, \(count) bytes")
    }
  }
}
