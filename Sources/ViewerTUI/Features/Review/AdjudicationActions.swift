import TerminalIO

extension Action.Group {
  static let adjudication = Action.Group(
    title: "The final word on what readers said",
    actions: [
      .asking("take-agreed", "take what all readers agree on", [.then("y", "y")], needs: .readers) {
        $0.takeAgreed()
      }.hinted("take agreed")
    ]
      + (1...9).map { number in
        .asking(
          "take-reader-\(number)", "take the verdict and voxels of reader \(number)",
          [.then("y", Character("\(number)"))], needs: .readers
        ) { $0.take(reader: number - 1) }.hinted("as reader \(number)")
      })
}
