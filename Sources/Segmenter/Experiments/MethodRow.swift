/// A method as a row of a table: as it was published, or with one thing changed.
struct MethodRow: Sendable {
  /// In file names.
  let name: String
  let title: String
  let method: MethodSettings
}

extension ExperimentSetting {
  /// Of the plain network.
  var plainRow: MethodRow { row(.plain) }

  /// Of the methods that are chosen, MCPM once more where its network is to see the label too.
  var methodRows: [MethodRow] {
    methods.flatMap { method in
      guard method == .corruptedPixelMining, labelInput == true else { return [row(method)] }
      var variant = row(method).method
      variant.bilevel.seesLabel = true
      return [
        row(method),
        MethodRow(
          name: "\(method.rawValue)-label", title: "\(method.details.title), label too (not published)", method: variant
        ),
      ]
    }
  }

  private func row(_ method: MethodName) -> MethodRow {
    MethodRow(
      name: method.rawValue, title: method.details.title,
      method: MethodSettings(method, trustedFraction: trustedFraction))
  }
}
