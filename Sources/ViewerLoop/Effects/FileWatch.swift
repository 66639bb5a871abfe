import Foundation
import VolumeModel

/// Looks now and then whether the files of a case are as they were read. It has a thread of its own, since a network disk
/// may take its time to answer.
enum FileWatch {
  private static let seconds = 2.0

  /// - Parameter changed: called on the thread of the watch whenever other files than before differ.
  static func start(
    _ stamps: FileStamps, until stop: Cancellation, changed: @escaping @Sendable ([String]) -> Void
  ) {
    EffectRunner.detach("flairscope-watch") {
      var told: [String] = []
      while !stop.isCancelled {
        let files = stamps.changedFiles()
        if files != told, !stop.isCancelled { changed(files) }
        told = files
        Thread.sleep(forTimeInterval: seconds)
      }
    }
  }
}
