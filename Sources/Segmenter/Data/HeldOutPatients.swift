internal import VolumeModel

/// The patients that validation holds out: as unlike each other in lesion load as all patients are, but none of the extremes.
///
/// Weights and threshold that suit one patient of 50 ml among patients of 4 to 25 ml are wrong for all the others, and one
/// held-out patient in two is half of what is chosen by.
package struct HeldOutPatients {
  /// In the order of the cases; none where there is one patient only.
  package let names: [String]

  /// - Parameters:
  ///   - fraction: of the patients, at least one, and never all.
  ///   - seed: draws among the patients that are equally fit.
  package init(of cases: [TrainingCase], fraction: Double, seed: UInt64) {
    var patients: [String] = []
    for one in cases where !one.isTrusted && !patients.contains(one.patient) { patients.append(one.patient) }
    guard patients.count > 1 else {
      names = []
      return
    }
    let loads = patients.map { patient in
      let visits = cases.filter { $0.patient == patient && !$0.isTrusted }
      return visits.reduce(0) { $0 + $1.target.expert.volumeML } / Double(visits.count)
    }
    let ascending = patients.indices.sorted { (loads[$0], $0) < (loads[$1], $1) }
    let count = min(max(Int((Double(patients.count) * fraction).rounded()), 1), patients.count - 1)
    var random = RandomStream(seed: seed, name: "held-out patients")
    var chosen: [Int] = []
    for group in 0..<count {
      // As many patients in each group as there can be, from the smallest load to the largest.
      let members = ascending[group * ascending.count / count..<(group + 1) * ascending.count / count]
      let middle = members.dropFirst(members.count / 3).dropLast(members.count / 3)
      chosen.append(middle[middle.startIndex + random.index(below: middle.count)])
    }
    names = chosen.sorted().map { patients[$0] }
  }
}
