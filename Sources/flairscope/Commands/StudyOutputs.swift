import ArgumentParser
import Foundation
import Pictures
import ReviewReports
import TerminalIO
import VolumeModel

/// The files that `agreement` writes. What is in the way is refused before anything is compared.
struct StudyOutputs: ParsableArguments {
  @Option(
    help: "A folder for all tables as CSV, made where there is none; existing files are refused without --force.",
    completion: .directory)
  var tables: String?

  @Option(
    name: .customLong("html"),
    help: "A page with plots and tables, in one file that needs no other: light and dark, no script.",
    completion: .file())
  var page: String?

  @Option(
    help: "A folder for the tables as BIDS derivatives; it must be new or empty, unless --force is given.",
    completion: .directory)
  var derivatives: String?

  @Option(
    help: "A folder for the plots of the page as PNG; it must be new or empty, unless --force is given.",
    completion: .directory)
  var plots: String?

  @Flag(help: "Replace files that exist.")
  var force = false

  /// - Throws: for the first file that would be written and is in the way.
  func check(neverReplacing inputs: [String]) throws {
    for path in all { try check(path, neverReplacing: inputs) }
  }

  /// The same where several programs share the work: what one of them has written is not in the way of the others.
  func check(of work: SharedWork<CaseAgreementRecord>, neverReplacing inputs: [String]) throws {
    for path in all { try OutputFile.checkIsNoInput(path, inputs) }
    try work.check(outputs: all) { try check($0, neverReplacing: inputs) }
  }

  /// Files, and folders that are written as a whole.
  private var all: [String] {
    [page, plots, derivatives].compactMap(\.self)
      + (tables.map { folder in StudyTables.names.map { "\(folder)/\($0).csv" } } ?? [])
  }

  private func check(_ path: String, neverReplacing inputs: [String]) throws {
    if path == plots || path == derivatives {
      guard !force, let entries = try? FileManager.default.contentsOfDirectory(atPath: path), !entries.isEmpty else {
        return
      }
      throw FileError(
        .cannotCreate, path: path, problem: "is not empty", advice: "choose another folder or add --force")
    }
    // A folder for the tables is made where there is none.
    if path != page, !FileManager.default.fileExists(atPath: FilePath.folder(path)) { return }
    try OutputFile.check(path, force: force, neverReplacing: inputs)
  }

  /// - Parameter resampleNearest: how the masks were read.
  func write(_ document: StudyDocument, resampleNearest: Bool, force: Bool) throws {
    let (agreement, sizes) = (document.agreement, document.setting.rules.sizes)
    let figures = StudyFigures(agreement)
    if let tables {
      let all = StudyTables(agreement, sizes: sizes)
      for path in try all.write(to: tables, force: force) { Messages.line("wrote \(path)") }
    }
    if let derivatives {
      let count = try StudyDerivatives(document: document).write(to: derivatives, force: force)
      Messages.line("wrote \(count) files to \(derivatives)")
    }
    if let plots {
      try OutputFolder.make(plots)
      let rasters = figures.all.map { ($0.name, PointChart.raster($0)) } + [("raters", figures.heatMap)]
      for (name, raster) in rasters {
        try OutputFile.write(try pngData(raster), to: "\(plots)/\(name).png", force: force)
      }
      Messages.line("wrote \(rasters.count) plots to \(plots)")
    }
    if let page {
      guard let theme = ThemeCatalogue().themes.first else {
        throw CommandFailure(.internalFailure, "the bundled themes cannot be read")
      }
      let drawn = StudyPictures(of: document.worst, theme: theme, resampleNearest: resampleNearest)
      for problem in drawn.problems { Messages.note(problem) }
      let source = try StudyPage(
        agreement, facts: document.facts, failures: document.failures, sizes: sizes, figures: figures,
        worst: document.worst, pictures: drawn, folder: FilePath.folder(page)
      ).source()
      try OutputFile.write(Array(source.utf8), to: page, force: force)
      Messages.line("wrote \(page)")
    }
  }
}
