import ArgumentParser
import VolumeModel

struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what image files hold, and which file of a folder plays which role.",
    discussion: """
      Of files: grid, orientation, number type, range, and what is unusual about them. Of a folder: the layout that was \
      seen, the role of each file and why, and which files were passed over and why; of a study, its cases.

        flairscope info scan.nii.gz mask.nii.gz
        flairscope info study/sub-07
        flairscope info study --json
      """)

  @Argument(help: "Image files (NIfTI, MGH or MGZ, NRRD, MetaImage) and case folders.", completion: .file())
  var files: [String]

  @Flag(help: "Look at every voxel of files over 256 MB too, in place of a sample.")
  var full = false

  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  func run() throws {
    EndSignals.watch()
    var report = InfoReport(isFull: full)
    for name in files { report.add(name) }
    for failure in report.failures { Messages.error(failure.description) }
    if json {
      try JSONDocument(command: "info", report).write()
    } else {
      try Results.write(InfoText.text(report))
    }
    guard let failure = report.failures.first else { return }
    let status = files.count == 1 ? ExitStatus(of: failure) : .someFailed
    throw ExitCode(status.rawValue)
  }
}
