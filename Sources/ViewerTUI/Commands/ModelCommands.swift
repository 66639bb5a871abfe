import Segmenter

extension TypedCommand {
  static let model: [TypedCommand] = [
    .asking("train", "train [EPOCHS | 60s | 5m]") { $0.train($1) },
    .asking("stop", "stop") { session, _ in session.stopTraining() },
    .asking(
      "write", "write soft | prediction | probability PATH",
      completes: { _, argument in argument == 1 ? .words(["soft", "prediction", "probability"]) : .files }
    ) { $0.write($1) },
  ]
}

extension Session {
  fileprivate mutating func train(_ text: String) -> [Effect] {
    var request = TrainingRequest()
    if let epochs = Int(text), epochs > 0 {
      request.epochs = epochs
    } else if let seconds = TimeBudget.seconds(text) {
      request.budgetSeconds = seconds
    } else if !text.isEmpty {
      warnUsage("train")
      return []
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
      guard let softMask else {
        warn(missing(.softMask) ?? "no soft mask yet")
        return []
      }
      content = .softMask(softMask)
    case "prediction", "probability":
      guard let prediction else {
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
