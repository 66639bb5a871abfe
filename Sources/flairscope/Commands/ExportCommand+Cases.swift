import ArgumentParser
import ReviewReports
import Segmenter
import VolumeModel

/// What came out of the reviews of many cases.
extension ExportCommand {
  private struct StudyDocument: Encodable {
    let cases: [Document]
    let failures: [String]
  }

  /// The folder of a case in the data set: a visit lies in its patient's, as in `sub-07/ses-02`.
  private static func place(of files: CaseFiles) -> String {
    let name = FileName(files.flair)
    guard let subject = name.entity("sub"), let session = name.entity("ses"),
      files.name.hasPrefix("sub-\(subject)_ses-\(session)")
    else { return files.name }
    return "sub-\(subject)/ses-\(session)"
  }

  func runOnCases() throws {
    let isResampled = source.resample != nil
    let setting = try exportSetting()
    try OutputFolder.make(setting.folder)
    try DatasetDescription(
      name: "Reviews of lesion masks", version: Segmenter.version, sources: [many.cases].compactMap(\.self)
    ).write(to: setting.folder, force: force)
    let results = try many.work("export", reading: source.reading, bytesPerVoxel: 40) { files in
      let review = try ReviewCase.load(files, resampleNearest: isResampled, withImages: false).withAllRaters()
      return try Self.exported(review, journal: nil, to: "\(setting.folder)/\(Self.place(of: files))", setting)
    }
    let cases = results.values.map(\.value)
    for entry in cases { for note in entry.notes { Messages.note("\(entry.case): \(note)") } }
    if json {
      try JSONDocument(command: "export", StudyDocument(cases: cases, failures: results.failures)).write()
    } else {
      var table = TextTable([
        ("case", .left), ("lesions", .right), ("decided", .right), ("adjudicated, ml", .right), ("files", .right),
      ])
      for entry in cases {
        table.add([
          entry.case, "\(entry.lesions)", "\(entry.decided)", ReadableNumber.text(entry.adjudicated_ml),
          "\(entry.files.count)",
        ])
      }
      try Results.write(table.text + "written below \(name: output)\n")
    }
    try results.end()
  }
}
