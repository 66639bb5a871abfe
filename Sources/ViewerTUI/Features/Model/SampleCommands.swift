import Pictures
import TerminalIO

extension TypedCommand {
  static let samples: [TypedCommand] = [
    .asking(
      "samples", "Draws samples, plausible annotations of a network that learned from several raters, and walks them.",
      "samples [COUNT] [seed=1] | next | previous | mean | variance | off",
      completes: { _, argument in
        .words(argument == 1 ? ["next", "previous", "mean", "variance", "off", "16", "seed=1"] : ["seed=1"])
      }
    ) { $0.samples($1) }
  ]
}

extension Action.Group {
  static let samples = Action.Group(
    title: "Samples",
    actions: [
      .asking(
        "next-sample", "the next sample, an annotation that the network drew; draws some first", [.alt("n")],
        needs: .weights
      ) {
        $0.walkSamples(by: 1)
      },
      .asking("previous-sample", "the previous sample of the network", [.alt("p")], needs: .weights) {
        $0.walkSamples(by: -1)
      },
    ])
}
