public import ArgumentParser
public import Segmenter

/// Numbers of the methods in which networks teach each other.
struct TeachingArguments: ParsableArguments {
  @Option(help: "With pnt, int, pint and ua-mt: predictions of the teacher per step. Default: 4.")
  var teacherSamples: Int?
  @Option(
    help:
      "With pnt, int and pint: how far a label is believed where the teacher is uncertain by u. exponential: exp(-u); linear: 1 - u / ln 2. Default: exponential."
  )
  var trust: LabelTrust?
  @Option(
    help:
      "With int and pint: where the uncertainty of a slice is measured, around its lesions or over the whole slice. Default: lesions."
  )
  var trustRegion: TrustRegion?
  @Option(help: "With co-teaching and tri-network: the fraction of the pixels learned from in the end. Default: 0.8.")
  var keptFraction: Double?
  @Option(name: .customLong("kept-share"), help: .hidden)
  var earlierKeptFraction: Double?
  @Option(
    help:
      "How these pixels are chosen: among lesion and background pixels separately, or among all pixels, as published. Default: \(SelectionPool.byLabel.rawValue)."
  )
  var keptFrom: SelectionPool?
  @Option(help: "Epochs over which these methods take effect gradually. Default: --epochs, or 40 without.")
  var rampEpochs: Int?

  var teacher: TeacherSettings {
    let usual = TeacherSettings()
    return TeacherSettings(
      samples: teacherSamples ?? usual.samples, trust: trust ?? usual.trust, region: trustRegion ?? usual.region)
  }
  var smallLoss: SmallLossSettings {
    let usual = SmallLossSettings()
    return SmallLossSettings(
      keptFraction: keptFraction ?? earlierKeptFraction ?? usual.keptFraction, pool: keptFrom ?? usual.pool)
  }
}

extension LabelTrust: ExpressibleByArgument {}
extension TrustRegion: ExpressibleByArgument {}
extension SelectionPool: ExpressibleByArgument {}
