import Testing
import VolumeModel

@Suite struct RandomStreamTests {
  @Test func randomStreamsAreTheirOwn() {
    var a = RandomStream(seed: 1, name: "shuffle", index: 0)
    var b = RandomStream(seed: 1, name: "shuffle", index: 0)
    #expect(a.next() == b.next())
    let first = [
      RandomStream(seed: 1, name: "shuffle", index: 0), RandomStream(seed: 1, name: "shuffle", index: 1),
      RandomStream(seed: 1, name: "split", index: 0), RandomStream(seed: 2, name: "shuffle", index: 0),
    ].map { stream in
      var stream = stream
      return stream.next()
    }
    #expect(Set(first).count == 4)
    #expect(a.permutation(50).sorted() == Array(0..<50))
    let sample = (0..<20_000).map { _ in a.normal() }
    let mean = sample.reduce(0, +) / 20_000
    let variance = sample.reduce(0) { $0 + $1 * $1 } / 20_000
    #expect(abs(mean) < 0.03 && abs(variance - 1) < 0.04)
  }
}
