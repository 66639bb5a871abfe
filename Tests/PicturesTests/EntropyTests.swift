import Pictures
import Testing

@Suite struct EntropyTests {
  @Test(arguments: [(Float(0.5), Float(1)), (0, 0), (1, 0), (0.25, 0.8112781), (0.75, 0.8112781)])
  func entropyInBits(p: Float, bits: Float) {
    #expect(abs(Entropy.bits(p) - bits) < 1e-6)
  }

  @Test(arguments: [Float.nan, -0.1, 1.1])
  func noProbabilityHasNoEntropy(p: Float) {
    #expect(Entropy.bits(p).isNaN)
    #expect(Entropy.drawnBits(p).isNaN)
  }

  @Test func theDrawnEntropyIsCloseToTheExactOne() {
    for step in 0...10_007 {
      let p = Float(step) / 10_007
      #expect(abs(Entropy.drawnBits(p) - Entropy.bits(p)) < 0.002)
    }
  }
}
