import ArgumentParser
import Foundation
import VolumeModel

/// A study that several programs compare, each case by one of them; the last puts the study together.
extension AgreementCommand {
  /// - Returns: nil where nothing is to be shown.
  func comparedByShards(_ found: StudyCases, in folder: String) throws -> ComparedCases? {
    let work = try sharedWork(found.cases, in: folder)
    let inputs = found.cases.flatMap(\.inputs)
    if cluster.submits {
      try cluster.submit(output: folder, items: work.items.count, shards: work.shards, usualProcessors: 1) {
        try outputs.check(of: work, neverReplacing: inputs)
        try work.prepare()
      }
      return nil
    }
    if cluster.shard != nil {
      try outputs.check(of: work, neverReplacing: inputs)
    } else {
      try outputs.check(neverReplacing: inputs)
    }
    let rules = measures.rules
    let results =
      try cluster.shard.map { shard in
        try work.run(shard) { number in
          Messages.line("comparing \(found.cases[number].name)")
          return CaseAgreementRecord(
            try CaseAgreement(found.cases[number], rules: rules, resampleNearest: resampleNearest))
        }
      } ?? work.collected()
    guard cluster.reports(results, of: work.items.count, kind: "cases") else {
      if !results.failures.isEmpty { throw ExitCode(ExitStatus.someFailed.rawValue) }
      return nil
    }
    var compared = ComparedCases(found)
    for (number, record) in results.entries {
      if let entry = record.agreement(of: found.cases[number], rules: rules) {
        compared.cases.append(entry)
      } else {
        compared.failures.append("\(found.cases[number].name): what its shard wrote down is not complete")
      }
    }
    compared.failures += results.failures
    if results.left > 0 { compared.failures.append("\(results.left) of \(work.items.count) cases are not done") }
    return compared
  }

  /// The cases as a work that several programs share. Other files, or files that were changed, are another work.
  private func sharedWork(_ cases: [StudyCase], in folder: String) throws -> SharedWork<CaseAgreementRecord> {
    let digits = "\(cases.count)".count
    return try SharedWork(
      output: folder,
      // Names of cases hold slashes, and may be long.
      items: cases.enumerated().map { number, entry in
        let count = "\(number + 1)"
        let name = entry.name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) ? $0 : "-" }
        return String(repeating: "0", count: digits - count.count) + count + "-" + String(name.suffix(100))
      },
      setting: ["agreement with surfaces of lesions", measures.rules.words, "\(resampleNearest)"]
        + cases.map { entry in
          let files = entry.inputs.map { "\($0) \(FileStamps.words(ofPath: $0))" }
          let labels = entry.raters.map { rater in
            "\(rater.name) \(rater.lesionLabels.map { "\($0)" } ?? "all labels")"
          }
          return (files + labels).joined(separator: "\n")
        },
      kind: "cases")
  }
}
