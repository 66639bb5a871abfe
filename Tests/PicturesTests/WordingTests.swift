import Pictures
import Testing

@Suite struct WordingTests {
  @Test(arguments: [(52...58, "52-58"), (51...51, "51"), (1...2, "1-2")] as [(ClosedRange<Int>, String)])
  func slicesOfALesion(slices: ClosedRange<Int>, words: String) { #expect(Wording.slices(slices) == words) }
}
