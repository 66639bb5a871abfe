import Segmenter
import Settings
import Pictures

extension TypedCommand {
  static let model: [TypedCommand] = [
    .asking(
      "train", "Trains the network.",
      "train [fresh] [case] [EPOCHS | 60s | 5m] [method=NAME] [trusted=MASK] [fraction=0.1]",
      completes: { viewer, _ in
        .words(
          ["fresh", "case", "fraction=0.1"] + MethodName.allCases.map { "method=\($0.rawValue)" }
            + viewer.maskWords.map { "trusted=\($0)" }
        )
      }
    ) { $0.train($1) },
    .asking(
      "relabel", "Proposes changes to a mask where a network contradicts it.",
      "relabel [dropout | test-time | ensemble RUN RUN] [delta=0.2] [samples=10] [literal] [of=MASK] [min=3]",
      completes: { viewer, _ in
        .words(
          ["dropout", "test-time", "ensemble", "literal", "guarded", "delta=0.2", "samples=10", "min=3"]
            + viewer.maskWords.map { "of=\($0)" })
      }
    ) { $0.relabel($1) },
    .asking("stop", "Ends training and keeps the weights so far.", "stop") { viewer, _ in viewer.stopTraining() },
    .asking(
      "write", "Writes soft mask, prediction or probability map.", "write soft | prediction | probability PATH",
      completes: { _, argument in argument == 1 ? .words(["soft", "prediction", "probability"]) : .files }
    ) { $0.write($1) },
  ]
}

extension Viewer {
  fileprivate mutating func train(_ text: String) -> [Effect] {
    var request = TrainingRequest()
    for word in text.split(separator: " ").map(String.init) {
      let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
      if word == "fresh" {
        request.startsFresh = true
      } else if word == "case" {
        request.isOfOpenCase = true
      } else if let epochs = Int(word), epochs > 0 {
        request.epochs = epochs
      } else if let seconds = TimeBudget.seconds(word) {
        request.budgetSeconds = seconds
      } else if pair.count == 2, pair[0] == "method" {
        guard let method = MethodName(rawValue: pair[1]) else {
          let names = MethodName.allCases.map(\.rawValue)
          let question = Spelling.question(for: pair[1], among: names)
          warn("no method '\(pair[1])'\(question.isEmpty ? "; there are \(names.joined(separator: ", "))" : question)")
          return []
        }
        request.method.name = method
      } else if pair.count == 2, pair[0] == "trusted" {
        request.trusted = pair[1]
      } else if pair.count == 2, ["fraction", "share"].contains(pair[0]), let fraction = Double(pair[1]),
        fraction > 0, fraction < 1
      {
        request.method.trustedFraction = fraction
      } else {
        warnUsage("train")
        return []
      }
    }
    return startTraining(request)
  }

  fileprivate mutating func write(_ text: String) -> [Effect] {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else {
      warnUsage("write")
      return []
    }
    let content: WriteRequest.Content
    switch words[0] {
    case "soft":
      guard let softMask = scan.softMask else {
        warn(missing(.softMask) ?? "no soft mask yet")
        return []
      }
      content = .softMask(softMask)
    case "prediction", "probability":
      guard let prediction = scan.prediction else {
        warn(missing(.prediction) ?? "no prediction yet")
        return []
      }
      content = words[0] == "prediction" ? .mask(prediction.mask) : .probability(prediction.probability)
    default:
      warnUsage("write")
      return []
    }
    return [.write(WriteRequest(content: content, path: words[1]))]
  }
}
