import Pictures
import TerminalIO
import Testing

@Suite struct HeatScaleTests {
  @Test func theScaleRisesEvenlyInBrightness() {
    let brightness = (0...8).map { HeatScale.colour(Float($0) / 8).luminance }
    #expect(zip(brightness, brightness.dropFirst()).allSatisfy { $0 < $1 })
    #expect(HeatScale.colour(-1) == HeatScale.colour(0) && HeatScale.colour(2) == HeatScale.colour(1))
  }
}
